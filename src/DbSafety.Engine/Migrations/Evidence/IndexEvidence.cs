using System.Text.Json.Nodes;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;
using Npgsql;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>What the catalog shows of statements that make, drop or rebuild indexes (research L1, L2, L12).</summary>
internal sealed class IndexEvidence(NpgsqlConnection session)
{
    private readonly CatalogQuestion _catalog = new(session);

    private const string ByOid = """
        SELECT c.relname::text, pg_catalog.format('%I.%I', n.nspname, c.relname), i.indisvalid, coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {0} = $1
        ORDER BY c.oid
        """;

    /// <summary>The indexes before the statement, to be kept with the row that says that it begins; null for a statement that needs none.</summary>
    public async Task<JsonArray?> BeforeAsync(SqlStatement statement, StatementForm? form, CancellationToken cancellationToken) => form switch
    {
        CreateIndexForm { Index: null } create => Files(await OfTableAsync(create.Table.Schema, create.Table.Name, statement, cancellationToken)),
        _ when statement.Facts.Tag == "REINDEX" => Files(await RebuiltAsync(statement, cancellationToken)),
        _ => null,
    };

    public async Task<StatementEvidence> CreatedAsync(SqlStatement statement, CreateIndexForm form, JsonArray? before, CancellationToken cancellationToken)
    {
        var indexes = await OfTableAsync(form.Table.Schema, form.Table.Name, statement, cancellationToken);
        var known = Known(before);
        var found = form.Index is { } name
            ? indexes.Where(index => index.Name == name).ToList()
            : before is null ? [] : [.. indexes.Where(index => !known.Contains(index.File))];
        if (found.Count == 0)
        {
            return form.Index is null && before is null
                ? new StatementEvidence(StatementState.Unknown, "the index has no name in the script, and what indexes there were before was not recorded")
                : StatementEvidence.NotApplied("there is no such index");
        }

        var invalid = found.Where(index => !index.Valid).ToList();
        return invalid.Count == 0
            ? StatementEvidence.Applied($"the index {found[0].Sql} is there and valid")
            : StatementEvidence.Debris($"the invalid index {invalid[0].Sql}, which slows every write and serves no query",
                [.. invalid.Select(index => $"DROP INDEX CONCURRENTLY IF EXISTS {index.Sql}")]);
    }

    public async Task<StatementEvidence> DroppedAsync(SqlStatement statement, DropForm form, CancellationToken cancellationToken)
    {
        var left = new List<Index>();
        foreach (var name in form.Names)
        {
            if (await _catalog.FindAsync(name.Schema, name.Name, statement.SearchPath, cancellationToken) is { } oid)
                left.AddRange(await ReadAsync("c.oid", oid, cancellationToken));
        }

        if (left.Count == 0)
            return StatementEvidence.Applied("the index is gone");
        return left.Find(index => !index.Valid) is { } half
            ? StatementEvidence.Debris($"the index {half.Sql}, which is half dropped: it is invalid", $"DROP INDEX CONCURRENTLY IF EXISTS {half.Sql}")
            : StatementEvidence.NotApplied($"the index {left[0].Sql} is there and valid");
    }

    public async Task<StatementEvidence> RebuiltAsync(SqlStatement statement, JsonArray? before, CancellationToken cancellationToken)
    {
        var indexes = await RebuiltAsync(statement, cancellationToken);
        var left = indexes.Where(index => !index.Valid && IsLeftover(index.Name)).ToList();
        if (left.Count > 0)
        {
            return StatementEvidence.Debris($"the invalid index {left[0].Sql}, which the rebuilding has left behind",
                [.. left.Select(index => $"DROP INDEX CONCURRENTLY IF EXISTS {index.Sql}")]);
        }

        var known = Known(before);
        return before is not null && indexes.Count > 0 && indexes.All(index => !known.Contains(index.File))
            ? StatementEvidence.Applied("every index has a new file")
            : new StatementEvidence(StatementState.Repeatable, "it changes no content, and can be run again");
    }

    private async Task<IReadOnlyList<Index>> RebuiltAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        var found = new List<Index>();
        foreach (var item in statement.Facts.Affects.Where(item => item.Kind == AffectedKind.Index || item.IsTableLike))
        {
            if (await _catalog.FindAsync(item.Schema, item.Name, statement.SearchPath, cancellationToken) is not { } oid)
                continue;
            if (item.Kind != AffectedKind.Index)
                found.AddRange(await ReadAsync("i.indrelid", oid, cancellationToken));
            else
                found.AddRange(await WithLeftoversAsync(oid, cancellationToken));
        }

        return found;
    }

    // What REINDEX INDEX CONCURRENTLY leaves stands beside the index on the same table, under its name with an ending.
    private async Task<IEnumerable<Index>> WithLeftoversAsync(uint oid, CancellationToken cancellationToken)
    {
        var own = await ReadAsync("c.oid", oid, cancellationToken);
        var table = await _catalog.RowsAsync("SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = $1", reader => reader.GetFieldValue<uint>(0), cancellationToken, CatalogQuestion.Oid(oid));
        if (own.Count == 0 || table.Count == 0)
            return own;
        return own.Concat((await ReadAsync("i.indrelid", table[0], cancellationToken))
            .Where(index => !index.Valid && IsLeftover(index.Name) && index.Name.StartsWith(own[0].Name, StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<Index>> OfTableAsync(string? schema, string table, SqlStatement statement, CancellationToken cancellationToken) =>
        await _catalog.FindAsync(schema, table, statement.SearchPath, cancellationToken) is { } oid ? await ReadAsync("i.indrelid", oid, cancellationToken) : [];

    private Task<IReadOnlyList<Index>> ReadAsync(string column, uint oid, CancellationToken cancellationToken) =>
        _catalog.RowsAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, ByOid, column),
            reader => new Index(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetFieldValue<uint>(3)), cancellationToken, CatalogQuestion.Oid(oid));

    private static bool IsLeftover(string index) => index.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is var name
        && (name.EndsWith("_ccnew", StringComparison.Ordinal) || name.EndsWith("_ccold", StringComparison.Ordinal));

    private static JsonArray Files(IReadOnlyList<Index> indexes) => [.. indexes.Select(index => JsonValue.Create(index.File))];

    private static HashSet<uint> Known(JsonArray? before) => before is null ? [] : [.. before.Select(file => file!.GetValue<uint>())];

    private sealed record Index(string Name, string Sql, bool Valid, uint File);
}
