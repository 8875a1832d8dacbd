namespace DbSafety.Engine.Sandbox;

/// <summary>A running server, and what removes it; disposing stops it and removes its files.</summary>
internal interface IServerProcess : IAsyncDisposable
{
    /// <summary>Where it listens, on 127.0.0.1.</summary>
    int Port { get; }

    /// <summary>The folder that holds all that it writes.</summary>
    string Folder { get; }

    /// <summary>Lets it live on after this program.</summary>
    Task KeepAsync();
}
