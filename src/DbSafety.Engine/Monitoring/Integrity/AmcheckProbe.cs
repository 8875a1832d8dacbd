using Npgsql;

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Pages of tables, B-tree and, from PostgreSQL 18 on, GIN indexes, by the extension amcheck. Where it is not installed but can be, it is for the time of one transaction that is taken back.</summary>
internal sealed class AmcheckProbe : IIntegrityProbe
{
    private const string Relations = $"""
        SELECT c.oid::regclass::text, c.relkind::text, c.oid, coalesce(i.indisunique, false), coalesce(a.amname::text, '')
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
        WHERE ((c.relkind = 'i' AND (a.amname = 'btree' OR a.amname = ANY ($2)) AND i.indisvalid AND i.indisready) OR (c.relkind IN ('r', 'm') AND a.amname = 'heap'))
          AND c.relpersistence <> 't'
          AND (({IntegrityRun.InScope}) OR (cardinality($1::text[]) = 0 AND n.nspname IN ('pg_catalog', 'pg_toast')))
        ORDER BY c.relpages, c.oid
        """;

    public string Name => "amcheck";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var (transaction, schema) = await BeginAsync(run, cancellationToken);
        try
        {
            if (schema is null)
                return;
            var hasHeapCheck = await HasAsync(run, schema, "verify_heapam(regclass, boolean, boolean, text, bigint, bigint)", cancellationToken);
            string[] methods = await HasAsync(run, schema, "gin_index_check(regclass)", cancellationToken) ? ["gin"] : [];
            var relations = await run.RowsAsync(Relations, cancellationToken, run.Schemas, new NpgsqlParameter { Value = methods });
            foreach (var row in relations.Where(row => hasHeapCheck || IsIndex(row)))
            {
                await OneAsync(run, transaction, schema, row, cancellationToken);
                if (!run.IsBroken)
                    continue;
                await transaction.DisposeAsync();
                await run.RecoverAsync(cancellationToken);
                (transaction, schema) = await BeginAsync(run, cancellationToken);
                if (schema is null)
                    return;
            }

            var (tables, indexes) = (hasHeapCheck ? relations.Count(row => !IsIndex(row)) : 0, relations.Count(IsIndex));
            run.Looked(tables + indexes, $"{(hasHeapCheck ? "tables and " : "")}{(methods.Length > 0 ? "B-tree and GIN" : "B-tree")} indexes are sound in every page");
            await AmcheckRest.TellAsync(run, methods, hasHeapCheck, cancellationToken);
        }
        finally
        {
            // With it goes the extension, where it was made for this.
            await transaction.DisposeAsync();
        }
    }

    private static bool IsIndex(object?[] relation) => (string)relation[1]! == "i";

    // What the extension of this database has: one that came from an older server keeps its old functions until it is updated.
    private static async Task<bool> HasAsync(IntegrityRun run, string schema, string function, CancellationToken cancellationToken) =>
        (await run.RowsAsync("SELECT to_regprocedure($1) IS NOT NULL", cancellationToken, new NpgsqlParameter { Value = $"{schema}.{function}" }))[0][0] is true;

    private static async Task<(NpgsqlTransaction Transaction, string? Schema)> BeginAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var transaction = await run.Session.BeginTransactionAsync(cancellationToken);
        // Only for the extension; it has to be said before anything is read.
        await run.ExecuteAsync("SET TRANSACTION READ WRITE", cancellationToken);
        return (transaction, await SchemaAsync(run, transaction, cancellationToken));
    }

    private static async Task<string?> SchemaAsync(IntegrityRun run, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string Installed = "SELECT quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'";
        var found = await run.RowsAsync(Installed, cancellationToken);
        if (found.Count > 0)
            return (string)found[0][0]!;
        await transaction.SaveAsync("amcheck", cancellationToken);
        try
        {
            await run.ExecuteAsync("CREATE SCHEMA dbsafety_amcheck; CREATE EXTENSION amcheck SCHEMA dbsafety_amcheck", cancellationToken);
            return "dbsafety_amcheck";
        }
        catch (PostgresException error)
        {
            await transaction.RollbackAsync("amcheck", cancellationToken);
            run.NotChecked(null, $"The extension amcheck is not installed, and cannot be by this role: {error.MessageText}. A superuser can: CREATE EXTENSION amcheck, and GRANT EXECUTE on its functions.");
            return null;
        }
    }

    // Each in a subtransaction of its own: a damaged relation is an error, and the next one is still looked at.
    private static async Task OneAsync(IntegrityRun run, NpgsqlTransaction transaction, string schema, object?[] row, CancellationToken cancellationToken)
    {
        await transaction.SaveAsync("one", cancellationToken);
        await run.TryAsync((string)row[0]!, () => IsIndex(row) ? IndexAsync(run, schema, row, cancellationToken) : HeapAsync(run, schema, row, cancellationToken), cancellationToken);
        if (!run.IsBroken)
            await transaction.RollbackAsync("one", cancellationToken);
    }

    private static async Task IndexAsync(IntegrityRun run, string schema, object?[] row, CancellationToken cancellationToken)
    {
        if ((string)row[4]! == "gin")
        {
            await run.ExecuteAsync($"SELECT {schema}.gin_index_check({row[2]}::oid::regclass)", cancellationToken);
            return;
        }

        var unique = run.Major >= 17 && row[3] is true ? ", true" : "";
        await run.ExecuteAsync($"SELECT {schema}.bt_index_check({row[2]}::oid::regclass, true{unique})", cancellationToken);
    }

    private static async Task HeapAsync(IntegrityRun run, string schema, object?[] row, CancellationToken cancellationToken)
    {
        var found = await run.RowsAsync($"SELECT v.blkno, v.offnum, v.msg FROM {schema}.verify_heapam({row[2]}::oid::regclass) v LIMIT 100", cancellationToken);
        if (found.Count > 0)
            run.Failed((string)row[0]!, found.Count, $"{string.Join("; ", found.Take(3).Select(item => $"block {item[0]}, line pointer {item[1]}: {item[2]}"))}{(found.Count > 3 ? "; …" : "")}.");
    }
}
