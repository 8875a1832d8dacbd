using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema.Reading;
using Npgsql;

namespace DbSafety.Engine.Schema;

/// <summary>Reads the schema of a database from its catalogs, in a number of queries that does not grow with it.</summary>
public static class SchemaReader
{
    // Those of later readers refer to nodes of earlier ones.
    private static readonly ICatalogReader[] Readers =
    [
        new SchemasReader(), new ExtensionsReader(), new LanguagesReader(), new CollationsReader(), new TypesReader(), new DomainsReader(),
        new FunctionsReader(), new AggregatesReader(), new AccessMethodsReader(), new OperatorsReader(), new OperatorClassesReader(),
        new CastsReader(), new TransformsReader(), new ConversionsReader(), new TextSearchReader(), new ForeignDataReader(),
        new RelationsReader(), new ColumnsReader(), new RelationNodes(), new DefaultsReader(), new SequencesReader(),
        new ConstraintsReader(), new IndexesReader(), new StatisticsReader(), new RulesReader(), new TriggersReader(), new PoliciesReader(),
        new RelationPrivilegesReader(), new PublicationsReader(), new SubscriptionsReader(), new EventTriggersReader(),
        new DefaultPrivilegesReader(), new SystemPrivilegesReader(), new DependenciesReader(), new CommentsReader(),
    ];

    private static readonly ICatalogReader[] OfMany =
    [
        .. Readers.Where(reader => reader is TypesReader or DomainsReader or FunctionsReader or AggregatesReader or RelationsReader or ColumnsReader or RelationNodes
            or DefaultsReader or SequencesReader or ConstraintsReader or IndexesReader or StatisticsReader or RulesReader or TriggersReader or PoliciesReader
            or RelationPrivilegesReader or DependenciesReader or CommentsReader),
    ];

    /// <summary>
    /// Reads everything, inside the connection's open transaction where there is one, else in one of its own. The session's settings are
    /// the same afterwards as before.
    /// </summary>
    /// <exception cref="DbSafetyException">The server refuses, or is older than version 13.</exception>
    public static Task<DatabaseSchema> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(connection, SchemaReadOptions.Default, cancellationToken);

    /// <inheritdoc cref="ReadAsync(NpgsqlConnection, CancellationToken)"/>
    public static async Task<DatabaseSchema> ReadAsync(NpgsqlConnection connection, SchemaReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await ReadingSession.OpenAsync(connection, cancellationToken);
            if (session.Version < 130000)
                throw TooOld(session.Version);
            return await ReadAsync(connection, session, options, cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw PostgresErrors.Map(error, $"reading the schema of {connection.Database}", "Nothing was changed.");
        }
    }

    /// <summary>Reads only these objects of the kinds that there may be many of; and of the rare kinds all, but the system's own privileges, or none.</summary>
    internal static Task<DatabaseSchema> ReadPartAsync(
        NpgsqlConnection connection, ReadingSession session, IReadOnlyCollection<uint> only, bool withRare, CancellationToken cancellationToken) =>
        ReadAsync(connection, session, new SchemaReadOptions { Only = only, LeavesRareOut = !withRare, KeepsPlans = true }, cancellationToken);

    private static async Task<DatabaseSchema> ReadAsync(NpgsqlConnection connection, ReadingSession session, SchemaReadOptions options, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(connection, session.Version, options);
        foreach (var reader in options.LeavesRareOut ? OfMany : Readers)
            await reader.ReadAsync(catalog, cancellationToken);
        return SchemaAssembler.Assemble(catalog);
    }

    private static DbSafetyException TooOld(int version) =>
        new("ServerNotSupported", ErrorKind.NotSupported, $"The server is PostgreSQL {version / 10000}; its schema can be read from version 13 on.")
        {
            State = "Nothing was changed.",
            NextStep = "Use pg_dump of that version.",
        };
}
