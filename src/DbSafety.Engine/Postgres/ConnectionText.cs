using DbSafety.Core.Errors;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Reads a connection as people write it, and describes it without its password.</summary>
public static class ConnectionText
{
    /// <summary>Reads an Npgsql connection string or a <c>postgres://</c> URI.</summary>
    /// <param name="text">The connection.</param>
    /// <param name="environment">Gives PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE for what the text lacks.</param>
    /// <exception cref="DbSafetyException"><c>ConnectionTextInvalid</c>: the message never repeats the text.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, Func<string, string?> environment)
    {
        var builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
            ? ConnectionUri.Parse(text)
            : FromKeywords(text);

        if (string.IsNullOrEmpty(builder.Host))
            builder.Host = environment("PGHOST") ?? "localhost";
        // ContainsKey is true for every key that Npgsql knows; this asks whether it was written.
        if (!builder.ShouldSerialize("Port") && int.TryParse(environment("PGPORT"), out var port))
            builder.Port = port;
        if (string.IsNullOrEmpty(builder.Username))
            builder.Username = environment("PGUSER") ?? environment("USER") ?? environment("USERNAME");
        if (string.IsNullOrEmpty(builder.Password) && environment("PGPASSWORD") is { Length: > 0 } password)
            builder.Password = password;
        if (string.IsNullOrEmpty(builder.Passfile) && environment("PGPASSFILE") is { Length: > 0 } passfile)
            builder.Passfile = passfile;
        if (string.IsNullOrEmpty(builder.Database))
            builder.Database = environment("PGDATABASE") ?? builder.Username;
        return builder;
    }

    /// <summary>Server, port, database and role; never the password.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder connection) =>
        $"{connection.Database} on {connection.Host}:{connection.Port} as {connection.Username}";

    private static NpgsqlConnectionStringBuilder FromKeywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The inner exception may quote the text, which may hold a password: it is left out on purpose.
            throw Invalid("It is neither an Npgsql connection string nor a postgres:// URI, nor the name of a target.");
        }
    }

    internal static DbSafetyException Invalid(string reason) =>
        new("ConnectionTextInvalid", ErrorKind.InvalidArgument, $"The connection cannot be read. {reason}")
        {
            State = "Nothing was changed.",
            NextStep = "Write it as \"Host=localhost;Username=me;Database=farm\" or postgres://me@localhost:5432/farm.",
        };
}
