using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Proving;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sandbox;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>
/// The server on which shadows are made. A session of ours lives as long as it is used, and its tag stands in the databases' names: by
/// it anybody sees whether the rehearsal that made them still lives.
/// </summary>
internal sealed class ShadowServer : IAsyncDisposable
{
    private const string Prefix = "dbsafety_shadow_";

    private readonly Sessions _server;
    private readonly NpgsqlConnection _keeper;
    private readonly SessionTag _tag;
    private readonly string _strategy;
    private readonly SandboxServer? _sandbox;
    private readonly IOperationHost _host;
    private readonly HashSet<string> _databases = [];
    private int _number;

    private ShadowServer(Sessions server, NpgsqlConnection keeper, SessionTag tag, string strategy, SandboxServer? sandbox, IOperationHost host)
    {
        _server = server;
        _keeper = keeper;
        _tag = tag;
        _strategy = strategy;
        _sandbox = sandbox;
        _host = host;
    }

    /// <summary>A throw-away server, whose roles and settings are nobody's but ours.</summary>
    public bool IsThrowAway => _sandbox is not null;

    /// <summary>For a person: where the rehearsal takes place.</summary>
    public string Description => IsThrowAway ? $"a throw-away server, PostgreSQL {_sandbox!.Version}" : _server.Description;

    /// <summary>Uses the server of a connection.</summary>
    public static async Task<ShadowServer> OnAsync(Sessions server, IOperationHost host, CancellationToken cancellationToken, SandboxServer? sandbox = null)
    {
        var keeper = await server.OpenAsync("shadow", cancellationToken);
        try
        {
            // The target's database may be read-only by its settings; the databases that we make beside it are not.
            await using (var command = new NpgsqlCommand("SET default_transaction_read_only = off", keeper))
                await command.ExecuteNonQueryAsync(cancellationToken);
            if (sandbox is null)
                await ShadowLeftovers.RemoveAsync(keeper, Prefix, host, cancellationToken);
            var strategy = await CopyStrategy.ClauseAsync(keeper, cancellationToken);
            return new ShadowServer(server, keeper, await SessionTag.ReadAsync(keeper, cancellationToken), strategy, sandbox, host);
        }
        catch
        {
            await keeper.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a throw-away server.</summary>
    public static async Task<ShadowServer> StartAsync(int major, IOperationHost host, CancellationToken cancellationToken)
    {
        var sandbox = await SandboxServer.StartAsync(major, host, cancellationToken);
        try
        {
            return await OnAsync(new Sessions(sandbox.Connection), host, cancellationToken, sandbox);
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database with these encoding and locale clauses.</summary>
    /// <param name="name">Its name, on a throw-away server; elsewhere it gets one of our own.</param>
    public async Task<string> CreateAsync(string? name, string locale, CancellationToken cancellationToken)
    {
        var database = IsThrowAway && name is not null && name is not ("postgres" or "template0" or "template1") ? name : NextName();
        await RunAsync($"CREATE DATABASE {Identifier.Quote(database)} TEMPLATE template0 {locale}{_strategy}", database, cancellationToken);
        return database;
    }

    /// <summary>Copies a database of ours to which nobody is connected.</summary>
    public async Task<string> CopyAsync(string database, CancellationToken cancellationToken)
    {
        var copy = NextName();
        await RunAsync($"CREATE DATABASE {Identifier.Quote(copy)} TEMPLATE {Identifier.Quote(database)}{_strategy}", copy, cancellationToken);
        return copy;
    }

    /// <summary>Puts a copy in a database's place.</summary>
    public async Task ReplaceAsync(string database, string copy, CancellationToken cancellationToken)
    {
        await DropAsync(database, cancellationToken);
        await RunAsync($"ALTER DATABASE {Identifier.Quote(copy)} RENAME TO {Identifier.Quote(database)}", database, cancellationToken);
        _databases.Remove(copy);
    }

    public async Task DropAsync(string database, CancellationToken cancellationToken)
    {
        await RunAsync($"DROP DATABASE IF EXISTS {Identifier.Quote(database)} WITH (FORCE)", null, cancellationToken);
        _databases.Remove(database);
    }

    /// <summary>Opens sessions on a database of this server.</summary>
    public Sessions On(string database) => _server.On(database);

    /// <summary>The clauses that give a database the encoding and locale of the connection's own.</summary>
    public static Task<string> LocaleAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => DatabaseLocale.ClausesAsync(connection, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
            return;
        }

        try
        {
            // A session of its own, and no token: also after a cancellation or a lost connection the databases go.
            await using var connection = await _server.OpenAsync("shadow", CancellationToken.None);
            await using (var command = new NpgsqlCommand("SET default_transaction_read_only = off", connection))
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            foreach (var database in _databases)
            {
                await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Identifier.Quote(database)} WITH (FORCE)", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (Exception error) when (error is DbSafetyException || PostgresErrors.IsDriverError(error))
        {
            _host.Warning($"The shadow {string.Join(", ", _databases)} could not be dropped ({error.Message}); the next rehearsal on this server drops it.");
        }
    }

    private string NextName() => $"{Prefix}{++_number}_{_tag.Suffix}";

    private async Task RunAsync(string sql, string? makes, CancellationToken cancellationToken)
    {
        // Known before it is there: a cancelled CREATE DATABASE may have come to its end.
        if (makes is not null)
            _databases.Add(makes);
        try
        {
            await using var command = new NpgsqlCommand(sql, _keeper);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw ShadowErrors.NotAllowed(_server, error);
        }
    }
}
