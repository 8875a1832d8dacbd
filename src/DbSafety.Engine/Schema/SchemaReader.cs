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
            var catalog = new Catalog(connection, session.Version, options);
            foreach (var reader in Readers)
                await reader.ReadAsync(catalog, cancellationToken);
            return SchemaAssembler.Assemble(catalog);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw PostgresErrors.Map(error, $"reading the schema of {connection.Database}", "Nothing was changed.");
        }
    }

    private static DbSafetyException TooOld(int version) =>
        new("ServerNotSupported", ErrorKind.NotSupported, $"The server is PostgreSQL {version / 10000}; its schema can be read from version 13 on.")
        {
            State = "Nothing was changed.",
            NextStep = "Use pg_dump of that version.",
        };
}
