namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Looks for one kind of damage.</summary>
internal interface IIntegrityProbe
{
    /// <summary>The check's name.</summary>
    string Name { get; }

    Task RunAsync(IntegrityRun run, CancellationToken cancellationToken);
}
