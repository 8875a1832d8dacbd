using DbSafety.Engine.Schema.Ordering;
using Npgsql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>The catalogs of one database while they are read, and what was found in them so far.</summary>
internal sealed class Catalog(NpgsqlConnection connection, int version, SchemaReadOptions options)
{
    /// <summary>The first OID that is given to objects made after initdb (FirstNormalObjectId in src/include/access/transam.h).</summary>
    public const uint FirstUserOid = 16384;

    /// <summary>The server's version number, such as 150018.</summary>
    public int Version { get; } = version;

    public SchemaNodes Nodes { get; } = new();

    public TableDrafts Tables { get; } = new();

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

    public async Task ReadAsync(string sql, Action<CatalogRow> take, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (options.KeepsPlans)
            await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new CatalogRow(reader);
        while (await reader.ReadAsync(cancellationToken))
            take(row);
    }
}
