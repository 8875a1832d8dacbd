using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>A throw-away database beside the target's, with its encoding and locale. It is dropped however the proof ends.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private const string Prefix = "dbsafety_scratch_";

    private readonly Sessions _server;
    private readonly NpgsqlConnection _keeper;
    private readonly IOperationHost _host;

    private ScratchDatabase(Sessions server, NpgsqlConnection keeper, string name, IOperationHost host)
    {
        _server = server;
        _keeper = keeper;
        _host = host;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Opens sessions on it.</summary>
    public Sessions Sessions => _server.On(Name);

    /// <exception cref="DbSafetyException"><c>ScratchDatabaseNotAllowed</c>.</exception>
    public static async Task<ScratchDatabase> CreateAsync(Sessions server, string id, IOperationHost host, CancellationToken cancellationToken)
    {
        var keeper = await server.OpenAsync("proof", cancellationToken);
        try
        {
            await RemoveLeftoversAsync(keeper, host, cancellationToken);
            var tag = await SessionTag.ReadAsync(keeper, cancellationToken);
            var name = $"{Prefix}{id}_{tag.Suffix}";
            var how = await DatabaseLocale.ClausesAsync(keeper, cancellationToken) + await CopyStrategy.ClauseAsync(keeper, cancellationToken);
            await using var command = new NpgsqlCommand($"CREATE DATABASE {Identifier.Quote(name)} TEMPLATE template0 {how}", keeper);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new ScratchDatabase(server, keeper, name, host);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await keeper.DisposeAsync();
            throw NotAllowed(server, error);
        }
        catch
        {
            await keeper.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        try
        {
            // A session of its own, and no token: also after a cancellation or a lost connection the database goes.
            await using var connection = await _server.OpenAsync("proof", CancellationToken.None);
            await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Identifier.Quote(Name)} WITH (FORCE)", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is DbSafetyException || PostgresErrors.IsDriverError(error))
        {
            _host.Warning($"The scratch database {Name} could not be dropped ({error.Message}); the next proof on this server drops it.");
        }
    }

    private static async Task RemoveLeftoversAsync(NpgsqlConnection connection, IOperationHost host, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var command = new NpgsqlCommand($@"SELECT datname::text FROM pg_catalog.pg_database WHERE datname LIKE 'dbsafety\_scratch\_%'", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        var isAlive = await SessionTag.AliveAsync(connection, cancellationToken);
        foreach (var name in names.Where(name => SessionTag.In(name) is { } tag && !isAlive(tag)))
        {
            try
            {
                await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Identifier.Quote(name)}", connection);
                await drop.ExecuteNonQueryAsync(cancellationToken);
                host.Verbose($"Dropped {name}, which an interrupted proof had left.");
            }
            catch (PostgresException error)
            {
                host.Verbose($"{name}, which an interrupted proof left, stays: {error.MessageText}.");
            }
        }
    }

    private static DbSafetyException NotAllowed(Sessions server, PostgresException error) =>
        new("ScratchDatabaseNotAllowed", ErrorKind.PermissionDenied, $"The proof needs a scratch database, and the role may not create one on {server.Description}.", error)
        {
            State = "Nothing was restored; the backup's files are as they were.",
            NextStep = "Grant it (ALTER ROLE … CREATEDB), prove on another server with --connection, or check the files only with --files-only.",
            SqlState = error.SqlState,
        };
}
