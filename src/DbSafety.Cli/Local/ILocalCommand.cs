using DbSafety.Cli.Hosting;

namespace DbSafety.Cli.Local;

/// <summary>A command that only the command line has. It is described, bound and shown as those of the engine are.</summary>
internal interface ILocalCommand
{
    Task RunAsync(object options, ConsoleHost host, CancellationToken cancellationToken);
}
