using DbSafety.Cli.Hosting;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Cli.Local;

/// <summary>Runs a throw-away server until somebody cancels.</summary>
internal sealed class SandboxCommand : ILocalCommand
{
    public async Task RunAsync(object options, ConsoleHost host, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        await using var server = await SandboxServer.StartAsync(((SandboxOptions)options).Major, host, cancellationToken);
        var connection = server.Connection;

        // The one line that scripts read; the password stays in its file.
        host.Notice($"PostgreSQL {server.Version} is running. Ctrl-C stops it and removes it.");
        host.Notice($"Host={connection.Host};Port={connection.Port};Username={connection.Username};Database={connection.Database};Passfile={server.PasswordFile}");
        host.Notice($"PGPASSFILE={server.PasswordFile} psql -h {connection.Host} -p {connection.Port} -U {connection.Username}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, host.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // That is how this command ends.
        }

        host.Write(new SandboxInfo(server.Version, server.Folder, host.Time.GetElapsedTime(started)));
    }
}
