using Npgsql;

namespace FarmShop;

/// <summary>Says what is wrong with the database, without a word of the connection or of the data.</summary>
internal static class Trouble
{
    public static string Describe(NpgsqlException error) => error switch
    {
        PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.UndefinedFunction
        } => "The database does not have the schema that the shop needs (yet).",
        PostgresException
        {
            SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InsufficientPrivilege
        } => "The database does not let the shop in.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "The database does not exist.",
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } =>
            "The database is shutting down or starting up.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The database takes no more connections.",
        PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
        } => "The database is busy.",
        PostgresException postgres => $"The database refused (SQLSTATE {postgres.SqlState}).",
        { InnerException: TimeoutException } => "The database did not answer in time.",
        _ => "The database cannot be reached.",
    };

    /// <summary>A rule of the database said no to what was asked: the next try would be refused as well.</summary>
    public static bool IsRefusal(NpgsqlException error) => error is PostgresException postgres && postgres.SqlState.StartsWith("23", StringComparison.Ordinal);
}
