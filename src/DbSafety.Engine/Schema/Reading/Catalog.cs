using DbSafety.Engine.Schema.Ordering;
using Npgsql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>The catalogs of one database while they are read, and what was found in them so far.</summary>
internal sealed class Catalog(NpgsqlConnection connection, int version, SchemaReadOptions options)
{
    /// <summary>The first OID that is given to objects made after initdb (FirstNormalObjectId in src/include/access/transam.h).</summary>
    public const uint FirstUserOid = 16384;

    private readonly Dictionary<string, string> _shared = [];

    /// <summary>The server's version number, such as 150018.</summary>
    public int Version { get; } = version;

    public SchemaNodes Nodes { get; private set; } = new();

    public TableDrafts Tables { get; private set; } = new();

    public List<string> Warnings { get; } = [];

    /// <summary>The condition that a row of <c>pg_namespace</c> is a schema of users that is to be read.</summary>
    public string UserSchema(string alias = "n") => $"""
        {alias}.nspname !~ '^pg_' AND {alias}.nspname <> 'information_schema'{(options.ExcludeOwnSchemas
            ? $" AND {alias}.nspname <> 'dbsafety' AND {alias}.nspname !~ '^dbsafety_(restore|aside|replaced)_'"
            : "")}
        """;

    /// <summary>The condition that an object is no member of an extension: the extension brings those along.</summary>
    public static string NotMember(string catalog, string oid) => $"""
        NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalog}'::regclass AND e.objid = {oid} AND e.deptype = 'e')
        """;

    /// <summary>A column that came with a later version, or what stands for it before.</summary>
    public string Since(int major, string expression, string before) => Version >= major * 10000 ? expression : before;

    /// <summary>The condition under which a row about any object, of the columns named, is wanted where only some objects are: all of the kinds that there are few of.</summary>
    public static string WantedOf(string catalog, string oid) =>
        $"{oid} = ANY ($1) OR {catalog} NOT IN ({CatalogOid.Relation}, {CatalogOid.Function}, {CatalogOid.Type}, {CatalogOid.Constraint}, {CatalogOid.Trigger}, "
        + $"{CatalogOid.Rewrite}, {CatalogOid.Policy}, {CatalogOid.Statistics}, {CatalogOid.ColumnDefault})";

    /// <summary>Lets go of all that was read, but for the warnings.</summary>
    public void Release() => (Nodes, Tables) = (new SchemaNodes(), new TableDrafts());

    /// <summary>Runs a query.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="take">Is given each row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="wanted">Which rows are wanted where only some objects are, whose OIDs are <c>$1</c>; null for all.</param>
    public async Task ReadAsync(string sql, Action<CatalogRow> take, CancellationToken cancellationToken, string? wanted = null)
    {
        var isLimited = options.Only is not null && wanted is not null;
        await using var command = new NpgsqlCommand(isLimited ? $"SELECT * FROM (\n{sql}\n) rows WHERE {wanted}" : sql, connection);
        if (isLimited)
            command.Parameters.Add(new NpgsqlParameter { Value = options.Only!.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid });
        if (options.KeepsPlans)
            await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new CatalogRow(reader, _shared);
        while (await reader.ReadAsync(cancellationToken))
            take(row);
    }
}
