using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>The application checks before and after a change: only what passed before can have been broken by it.</summary>
internal sealed class CheckComparison(ResolvedTarget target, IOperationHost host)
{
    private IReadOnlyList<AppHealth> _before = [];

    /// <summary>The last outcomes.</summary>
    public IReadOnlyList<AppHealth> Now { get; private set; } = [];

    public string Summary => Now.Count == 0 ? "no application checks are declared" : $"{Now.Count(check => check.Passed)} of {Now.Count} application checks passed";

    public async Task BeforeAsync(CancellationToken cancellationToken)
    {
        _before = Now = await AppChecks.RunAsync(target.Checks, target.Sessions, host, cancellationToken);
        foreach (var check in _before.Where(check => !check.Passed))
            host.Warning($"The check '{check.Name}' fails before the change: {check.Detail}");
    }

    /// <summary>Asks again; the checks that passed before and fail now.</summary>
    public async Task<IReadOnlyList<AppHealth>> AfterAsync(CancellationToken cancellationToken)
    {
        Now = await AppChecks.RunAsync(target.Checks, target.Sessions, host, cancellationToken);
        foreach (var check in Now.Where(check => !check.Passed && _before.Any(before => before.Name == check.Name && !before.Passed)))
            host.Warning($"The check '{check.Name}' fails as it did before the change: {check.Detail}");
        return [.. Now.Where(check => !check.Passed && _before.Any(before => before.Name == check.Name && before.Passed))];
    }

    public DbSafetyException Failure(IReadOnlyList<AppHealth> broken) =>
        new("ApplicationCheckFailed", ErrorKind.CheckFailed, $"After the change {(broken.Count == 1 ? "an application check fails" : $"{broken.Count} application checks fail")} "
            + $"that passed before: {string.Join("; ", broken.Select(check => $"{check.Name}: {check.Detail}"))}.");
}
