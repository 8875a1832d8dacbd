using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Operations;

/// <summary>Makes the files of the next migration, in the layout of the project.</summary>
internal sealed class NewSafeMigrationOperation : IOperation<NewSafeMigrationOptions>
{
    public async Task RunAsync(NewSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var project = ProjectFolder.Open(options.Project, host);
        var catalog = MigrationCatalog.Load(project);
        var migration = catalog.PlanNew(project, options.Description, host.Time.GetUtcNow());
        RefuseExisting(migration);
        WarnOfTwin(catalog, migration, host);

        var detail = migration.Files.Keys.Select(project.Relative).ToList();
        if (!await host.ConfirmAsync(new Confirmation(migration.Id, $"Make {detail.Count} files", ChangeImpact.Low, detail), cancellationToken))
            return;
        foreach (var (path, text) in migration.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await NewFile.WriteAsync(path, text, cancellationToken);
        }

        host.Write(new MigrationFiles(migration.Id, migration.Up, migration.Rollback, migration.Verify));
    }

    private static void RefuseExisting(NewMigration migration)
    {
        if (migration.Files.Keys.FirstOrDefault(File.Exists) is { } path)
        {
            throw new DbSafetyException("MigrationFileExists", ErrorKind.AlreadyExists, $"{path} exists already.")
            {
                State = "Nothing was changed.",
                NextStep = "Rename or remove it, or describe the migration in other words.",
                Script = path,
            };
        }
    }

    private static void WarnOfTwin(MigrationCatalog catalog, NewMigration migration, IOperationHost host)
    {
        if (catalog.Sources.FirstOrDefault(source => source.Id.EndsWith(Words(migration.Id), StringComparison.OrdinalIgnoreCase)) is { } twin)
            host.Warning($"{twin.Id} has the same words.");
    }

    private static string Words(string id) => id.TrimStart('V').TrimStart("0123456789._".ToCharArray()) is { Length: > 0 } words ? "_" + words : id;
}
