using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>Removes the shadows of rehearsals that did not live to do so; never those of one that lives, nor a database that is not a shadow.</summary>
internal static class ShadowLeftovers
{
    public static async Task RemoveAsync(NpgsqlConnection connection, string prefix, IOperationHost host, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT datname::text FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname::text, $1)", connection)
        {
            Parameters = { new() { Value = prefix } },
        })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        if (names.Count == 0)
            return;
        var isAlive = await SessionTag.AliveAsync(connection, cancellationToken);
        foreach (var name in names.Where(name => SessionTag.In(name) is { } tag && !isAlive(tag)))
        {
            try
            {
                await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Identifier.Quote(name)} WITH (FORCE)", connection);
                await drop.ExecuteNonQueryAsync(cancellationToken);
                host.Verbose($"Dropped {name}, which an interrupted rehearsal had left.");
            }
            catch (PostgresException error)
            {
                host.Verbose($"{name}, which an interrupted rehearsal left, stays: {error.MessageText}.");
            }
        }
    }
}
