using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>
/// Knows which invalid indexes were there before a CONCURRENTLY, and so which one is ours when it fails (research I4, L1, L2, L12).
/// </summary>
internal sealed class InvalidIndexes(ScriptSession session)
{
    // A drop waits, as the build did, for every transaction that has touched the table. After a failure somebody waits for our answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<uint> _before = [];

    public static bool Concerns(SqlStatement statement) =>
        statement.Facts.Tag is "CREATE INDEX" or "REINDEX" && statement.Text.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase);

    /// <summary>Drops an invalid index of the name that is about to be made: IF NOT EXISTS would take it for done, anything else would fail.</summary>
    public async Task PrepareAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        if (!Concerns(statement))
            return;
        var made = statement.Facts.Affects.Where(item => item is { Kind: AffectedKind.Index, Effect: StatementEffect.Created }).Select(item => item.Name).ToHashSet();
        foreach (var index in await ReadAsync(cancellationToken))
        {
            if (statement.Facts.Tag == "CREATE INDEX" && made.Contains(index.Name))
                await DropAsync(index.Sql, $"line {statement.Line}: the invalid index {index.Sql}, which an earlier attempt left behind, was dropped", TimeSpan.Zero, cancellationToken);
            else
                _before.Add(index.Oid);
        }
    }

    /// <summary>The server may say CREATE INDEX and leave an invalid one.</summary>
    public async Task AssertNoneLeftAsync(SqlStatement statement, ScriptPlan plan, CancellationToken cancellationToken)
    {
        if (!Concerns(statement) || (await NewAsync(cancellationToken)) is not [var index, ..])
            return;
        await DropLeftoversAsync(statement);
        throw new StepFailure(new DbSafetyException("IndexInvalid", ErrorKind.FailedRolledBack, $"The index {index.Sql} was made, but is not valid; it was dropped again.")
        {
            Script = plan.Path,
            Line = statement.Line,
        }, StepFate.RolledBack);
    }

    /// <summary>Drops what a failed statement left behind; false where that did not work.</summary>
    public async Task<bool> DropLeftoversAsync(SqlStatement statement)
    {
        if (!Concerns(statement))
            return true;
        try
        {
            foreach (var index in await NewAsync(CancellationToken.None))
                await DropAsync(index.Sql, $"line {statement.Line}: the invalid index {index.Sql}, which the failed statement left behind, was dropped", Patience, CancellationToken.None);
            return true;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            session.Note($"line {statement.Line}: what the failed statement left behind could not be dropped: {error.Message}");
            return false;
        }
    }

    private async Task DropAsync(string index, string note, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        await session.SendAsync(cancellationToken, $"SET lock_timeout = {PostgresDuration.Setting(lockTimeout)}");
        await session.SendAsync(cancellationToken, "SET statement_timeout = '10min'");
        await session.SendAsync(cancellationToken, $"DROP INDEX CONCURRENTLY IF EXISTS {index}");
        session.Note(note);
    }

    private async Task<IReadOnlyList<(uint Oid, string Name, string Sql)>> NewAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(cancellationToken)).Where(index => !_before.Contains(index.Oid))];

    private async Task<IReadOnlyList<(uint Oid, string Name, string Sql)>> ReadAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT c.oid, c.relname::text, pg_catalog.format('%I.%I', n.nspname, c.relname)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind = 'i'
            """;
        await using var command = new NpgsqlCommand(Sql, session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(uint, string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetString(2)));
        return found;
    }
}
