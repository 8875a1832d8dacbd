using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>Makes a project folder. What exists stays as it is.</summary>
internal sealed class NewSafetyProjectOperation : IOperation<NewSafetyProjectOptions>
{
    public async Task RunAsync(NewSafetyProjectOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Path ?? options.Project ?? "database", host.WorkingDirectory);
        var skeleton = ProjectSkeleton.Of(folder, options.Name);
        var missing = skeleton.Missing();
        var detail = missing.Select(path => Path.GetRelativePath(folder, path)).ToList();
        if (missing.Count > 0 && !await host.ConfirmAsync(new Confirmation(folder, $"Make {missing.Count} files", ChangeImpact.Low, detail), cancellationToken))
            return;

        await skeleton.WriteAsync(missing, cancellationToken);
        // What was there already is read as it will be from now on: a mistake in it is better known now.
        var project = ProjectFolder.Open(folder, host);
        foreach (var hint in ExistingMigrations.Hints(project, host.WorkingDirectory))
            host.Warning(hint);
        host.Write(new SafetyProject(folder, project.Configuration.Name, missing, [.. skeleton.Files.Keys.Except(missing)]));
    }
}
