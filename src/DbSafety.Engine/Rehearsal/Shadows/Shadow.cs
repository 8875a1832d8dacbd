using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>A shadow database and the one session on which everything in it happens.</summary>
internal sealed class Shadow(ShadowServer server, string name) : IAsyncDisposable
{
    private ScriptSession? _session;

    /// <summary>Its name on the server.</summary>
    public string Name => name;

    /// <summary>Its server is a throw-away one: nothing that scripts do there is real to anybody.</summary>
    public bool IsAlone => server.IsThrowAway;

    /// <summary>For a person.</summary>
    public string Description => $"database {name} on {server.Description}";

    /// <summary>Opens more sessions on it.</summary>
    public Sessions Sessions => server.On(name);

    public ScriptSession Session => _session ?? throw new InvalidOperationException("The shadow's session is not open.");

    public NpgsqlConnection Connection => Session.Connection;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is { Connection.FullState: not System.Data.ConnectionState.Open })
            await CloseAsync();
        _session ??= await ScriptSession.OpenAsync(Sessions, "rehearsal", cancellationToken);
    }

    /// <summary>Keeps the state as it is now.</summary>
    public async Task<string> SaveAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        var copy = await server.CopyAsync(name, cancellationToken);
        await OpenAsync(cancellationToken);
        return copy;
    }

    /// <summary>Goes back to a state that was kept; the copy is used up.</summary>
    public async Task RestoreAsync(string copy, CancellationToken cancellationToken)
    {
        await CloseAsync();
        await server.ReplaceAsync(name, copy, cancellationToken);
        await OpenAsync(cancellationToken);
    }

    /// <summary>Forgets a state that was kept.</summary>
    public Task ForgetAsync(string copy, CancellationToken cancellationToken) => server.DropAsync(copy, cancellationToken);

    public async Task CloseAsync()
    {
        if (_session is { } session)
            await session.DisposeAsync();
        _session = null;
    }

    public ValueTask DisposeAsync() => new(CloseAsync());
}
