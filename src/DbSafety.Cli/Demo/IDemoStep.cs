namespace DbSafety.Cli.Demo;

/// <summary>One part of the demo.</summary>
internal interface IDemoStep
{
    string Title { get; }

    Task RunAsync(DemoStage stage, CancellationToken cancellationToken);
}
