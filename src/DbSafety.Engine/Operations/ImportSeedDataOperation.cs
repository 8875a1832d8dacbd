using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations.Scripting;
using DbSafety.Engine.Projects.Seeds;

namespace DbSafety.Engine.Operations;

/// <summary>Loads test data into a database that is not in production.</summary>
internal sealed class ImportSeedDataOperation : IOperation<ImportSeedDataOptions>
{
    public async Task RunAsync(ImportSeedDataOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        RefuseProduction(target);

        var files = new List<SeedFile>();
        foreach (var path in SeedFolder.Find(options.File, target.Project, host.WorkingDirectory))
            files.Add(await SeedFile.ReadAsync(path, cancellationToken));

        if (options.OutputScript)
        {
            host.Write(SeedSql(target, files, host));
            return;
        }

        if (!await host.ConfirmAsync(Confirmation(target, files), cancellationToken))
            return;
        var names = new JsonArray([.. files.Select(file => JsonValue.Create(Path.GetFileName(file.Path)))]);
        await CommandAudit.RunAsync(target, "Import-SeedData", new JsonObject { ["files"] = names }, host, async audit =>
        {
            var results = await new SeedLoader(target.Sessions, target.Name, target.Policy.Limits, host).LoadAsync(files, cancellationToken);
            audit.Done(JournalEvent.SeedsLoaded, new JsonObject { ["files"] = names.DeepClone() });
            foreach (var result in results)
                host.Write(result);
        }, cancellationToken);
    }

    private static TextDocument SeedSql(ResolvedTarget target, List<SeedFile> files, IOperationHost host)
    {
        var output = new SqlOutput("Loading seeds", target, host).Space().Add("BEGIN").AddAll(SeedLoader.LimitsOf(target.Policy.Limits));
        foreach (var file in files)
        {
            output.Space().Comment(Path.GetFileName(file.Path));
            foreach (var statement in file.Statements)
                output.Add(statement);
        }

        return output.Space().Add("COMMIT").ToDocument();
    }

    // Neither --force nor an approval opens this: test data has no business among real data.
    private static void RefuseProduction(ResolvedTarget target)
    {
        if (target.IsProduction)
        {
            throw new DbSafetyException("SeedRefusedInProduction", ErrorKind.Refused, $"Target '{target.Name}' is in production ({target.Environment}): test data is never loaded there.")
            {
                State = "Nothing was changed.",
                NextStep = "Choose a development target with --target. Data that production needs belongs into a migration.",
            };
        }
    }

    // Nobody declared what stands behind a connection: a person should look twice.
    private static Confirmation Confirmation(ResolvedTarget target, List<SeedFile> files) => new(
        $"{target.Sessions.Description} ({target.Environment})",
        $"Load {files.Count} seed files with {files.Sum(file => file.Statements.Count)} statements, in one transaction",
        target.IsDeclared || target.Environment == Projects.EnvironmentPolicy.Sandbox ? ChangeImpact.Medium : ChangeImpact.High,
        [.. files.Select(file => $"{Path.GetFileName(file.Path)}: {file.Statements.Count} statements")]);
}
