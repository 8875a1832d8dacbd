using System.Globalization;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>The users' triggers of a table and its partitions that would fire; they rest during a merge and get back exactly the state that they had.</summary>
internal sealed class TriggerStates
{
    private readonly NpgsqlConnection _connection;
    private readonly List<(string Table, string Trigger, bool Always)> _triggers = [];

    private TriggerStates(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Their names, for a person.</summary>
    public IReadOnlyList<string> Names => [.. _triggers.Select(item => $"{item.Trigger} on {item.Table}").Distinct()];

    /// <summary>Whether the role may switch them; only the tables' owner may.</summary>
    public bool MaySwitch { get; private set; } = true;

    public static async Task<TriggerStates> ReadAsync(NpgsqlConnection connection, TableModel table, CancellationToken cancellationToken)
    {
        // The root comes first: what is done to it reaches its partitions, whose own states are then set after it.
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
                   pg_catalog.quote_ident(t.tgname),
                   t.tgenabled = 'A',
                   pg_catalog.pg_has_role(c.relowner, 'USAGE')
            FROM (SELECT {table.Oid}::oid AS relid, 0 AS level
                  UNION SELECT relid::oid, level FROM pg_catalog.pg_partition_tree({table.Oid}) WHERE level > 0) tree
            JOIN pg_catalog.pg_class c ON c.oid = tree.relid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
            ORDER BY tree.level, 1, 2
            """);
        var states = new TriggerStates(connection);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            states._triggers.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
            states.MaySwitch &= reader.GetBoolean(3);
        }

        return states;
    }

    /// <summary>What switches them off.</summary>
    public IEnumerable<string> Disabling => Statements(_ => "DISABLE");

    /// <summary>What gives them the state back that they had.</summary>
    public IEnumerable<string> Enabling => Statements(always => always ? "ENABLE ALWAYS" : "ENABLE");

    public Task DisableAsync(CancellationToken cancellationToken) => RunAsync(Disabling, cancellationToken);

    public Task EnableAsync(CancellationToken cancellationToken) => RunAsync(Enabling, cancellationToken);

    private IEnumerable<string> Statements(Func<bool, string> action) => _triggers.Select(item => $"ALTER TABLE {item.Table} {action(item.Always)} TRIGGER {item.Trigger}");

    private async Task RunAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
            await SqlText.RunStatementAsync(_connection, statement, cancellationToken);
    }
}
