using System.IO.Enumeration;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Monitoring;

namespace DbSafety.Engine.Operations;

/// <summary>Runs the application checks of the project, writes every outcome, and fails where one did not pass.</summary>
internal sealed class TestAppHealthOperation : IOperation<TestAppHealthOptions>
{
    public async Task RunAsync(TestAppHealthOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var checks = Chosen(target, options.Name);
        if (checks.Count == 0)
            host.Warning($"{target.RequireProject().ConfigurationFile} has no checks: nothing was asked. Add some under 'checks:'.");
        var outcomes = await AppChecks.RunAsync(checks, target.Sessions, host, cancellationToken, Math.Clamp(options.ThrottleLimit ?? AppChecks.AtOnce, 1, 100));
        if (options.Baseline is { } baseline)
            outcomes = await HealthBaseline.CompareAsync(Path.GetFullPath(baseline, host.WorkingDirectory), outcomes, cancellationToken);
        if (options.SaveBaseline is { } file)
            await HealthBaseline.WriteAsync(Path.GetFullPath(file, host.WorkingDirectory), outcomes, cancellationToken);
        foreach (var outcome in outcomes)
            host.Write(outcome);

        var failed = outcomes.Where(outcome => !outcome.Passed && outcome.PassedBefore != false).ToList();
        foreach (var known in outcomes.Where(outcome => outcome is { Passed: false, PassedBefore: false }))
            host.Warning($"The check '{known.Name}' fails as it did in the baseline: {known.Detail}");
        if (failed.Count > 0 && options.SaveBaseline is null)
        {
            throw new DbSafetyException("AppCheckFailed", ErrorKind.CheckFailed,
                $"{failed.Count} of {outcomes.Count} checks did not pass: {string.Join(", ", failed.Select(outcome => outcome.Name))}.")
            {
                State = "Nothing was changed.",
                NextStep = "Look at the applications first. What was applied last: dbsafety status --applied",
                Detail = [.. failed.Select(outcome => $"{outcome.Name}: {outcome.Detail}")],
            };
        }
    }

    private static IReadOnlyList<AppCheck> Chosen(ResolvedTarget target, string[] names)
    {
        var project = target.RequireProject();
        var chosen = names.Length == 0 ? target.Checks
            : [.. target.Checks.Where(check => names.Any(name => FileSystemName.MatchesSimpleExpression(name, check.Name)))];
        if (chosen.Count == 0 && names.Length > 0)
        {
            throw new DbSafetyException("AppCheckNotFound", ErrorKind.NotFound, $"No check of {project.ConfigurationFile} is called {string.Join(" or ", names)}.")
            {
                State = "Nothing was changed.",
                NextStep = target.Checks.Count == 0 ? "Add it under 'checks:'." : $"Its checks are: {string.Join(", ", target.Checks.Select(check => check.Name))}.",
            };
        }

        return chosen;
    }
}
