using System.IO.Enumeration;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Hazards.Output;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Operations;

/// <summary>Judges migrations by the rules about hazards: from their files alone, or against a database.</summary>
public sealed class TestMigrationHazardOperation : IOperation<TestMigrationHazardOptions>
{
    public async Task RunAsync(TestMigrationHazardOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var asksDatabase = options.Target is not null || options.Connection is not null || options.Sandbox;
        RefuseUnknownRules(options.Rule);
        var found = asksDatabase ? await OfTargetAsync(options, host, cancellationToken) : OfFiles(options, host);
        var hazards = found.Where(hazard => options.Rule.Length == 0 || options.Rule.Any(rule => Matches(hazard.Rule, rule))).ToList();
        var shown = hazards.Where(hazard => hazard.Severity >= options.Severity).ToList();
        await ShowAsync(shown, options, host, cancellationToken);
        if (HazardSummary.Refusal(hazards, "Nothing was changed.") is { } refusal)
            throw refusal;
    }

    // A rule that is misspelt would find nothing, which reads like good news.
    private static void RefuseUnknownRules(string[] rules)
    {
        if (rules.FirstOrDefault(rule => !HazardRules.Ids.Any(id => Matches(id, rule))) is not { } unknown)
            return;
        throw new DbSafetyException("HazardNotFound", ErrorKind.NotFound, $"There is no hazard '{unknown}'. {NearestWord.DidYouMean(unknown.ToUpperInvariant(), [.. HazardRules.Ids])}".TrimEnd())
        {
            State = "Nothing was changed.",
            NextStep = "Choose from docs/hazards.md; LK* takes all that hold up the traffic.",
        };
    }

    private static IReadOnlyList<MigrationHazard> OfFiles(TestMigrationHazardOptions options, IOperationHost host)
    {
        var files = options.Id.Where(IsFile).ToList();
        var project = options.Project is not null || files.Count < options.Id.Length || files.Count == 0 ? ProjectFolder.Open(options.Project, host) : ProjectFolder.OpenNearest(host);
        var policy = PolicyOf(project, options.Environment);
        var chain = files.Count > 0 && files.Count == options.Id.Length
            ? [.. files.Select(file => ScriptChain.ReadFile(Path.GetFullPath(file, host.WorkingDirectory)))]
            : Chain(MigrationCatalog.Load(project!).Sources, options.Id, host);
        return new HazardAnalyzer(null, policy.Hazards, policy.Limits).Judge(chain);
    }

    // Scripts before the wanted ones are read too: what they made is known then, and not guessed.
    private static List<ChainScript> Chain(IReadOnlyList<MigrationSource> sources, string[] ids, IOperationHost host)
    {
        foreach (var id in ids.Where(id => !sources.Any(source => Matches(source.Id, id))))
            host.Warning($"No migration is named '{id}'.");
        foreach (var source in sources.Where(source => source.Up.Program is not null))
            host.Warning($"{source.Id} is not judged: {source.Up.Program!.Tool} runs it as a program.");
        return [.. sources.Where(source => source.Up.Program is null).Select(source => ScriptChain.Read(source.Id, source.Up) with { IsJudged = ids.Length == 0 || ids.Any(id => Matches(source.Id, id)) })];
    }

    private static async Task<IReadOnlyList<MigrationHazard>> OfTargetAsync(TestMigrationHazardOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "lint", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var pending = found.Catalog.Sources.Where(source => found.History.Find(source.Id)?.Applied is null).ToList();
        var chain = Chain(pending, options.Id, host);
        var facts = await TargetFactsReader.ReadAsync(session.Connection, ScriptChain.Names(chain), cancellationToken);
        return new HazardAnalyzer(facts, target.Policy.Hazards, target.Policy.Limits).Judge(chain);
    }

    private static EnvironmentPolicy PolicyOf(ProjectFolder? project, string? environment)
    {
        if (project?.Configuration is not { } configuration)
            return EnvironmentPolicy.Default(environment ?? EnvironmentPolicy.Undeclared);
        var names = configuration.Environments.Select(policy => policy.Name).Concat(configuration.Targets.Select(target => target.Environment)).Concat(EnvironmentPolicy.BuiltIn).Distinct().ToList();
        var chosen = environment ?? configuration.Targets.FirstOrDefault(target => target.Name == configuration.DefaultTarget)?.Environment
            ?? (configuration.Targets.Count == 1 ? configuration.Targets[0].Environment : EnvironmentPolicy.Undeclared);
        if (environment is not null && !names.Contains(environment))
        {
            throw new DbSafetyException("EnvironmentNotFound", ErrorKind.NotFound, $"{configuration.Name} has no environment '{environment}'. {NearestWord.DidYouMean(environment, names)}".TrimEnd())
            {
                State = "Nothing was changed.",
                NextStep = $"Choose one of: {string.Join(", ", names)}.",
            };
        }

        return configuration.PolicyOf(chosen);
    }

    private static async Task ShowAsync(IReadOnlyList<MigrationHazard> hazards, TestMigrationHazardOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options.Format == HazardFormat.List)
        {
            foreach (var hazard in hazards)
                host.Write(hazard);
            return;
        }

        var document = HazardDocuments.Write(options.Format, hazards, host.WorkingDirectory);
        if (options.Output is { } output)
        {
            document = document with { Path = Path.GetFullPath(output, host.WorkingDirectory) };
            await File.WriteAllTextAsync(document.Path, document.Text + "\n", cancellationToken);
            host.Verbose($"Written: {document.Path}");
        }
        else
        {
            host.Write(document);
        }
    }

    private static bool IsFile(string text) => text.EndsWith(".sql", StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string id, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: true);
}
