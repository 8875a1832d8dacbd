using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Migrations.Preflight;

/// <summary>Lets no run begin behind something that it would only queue up at; what will merely make it wait is named.</summary>
internal static class PreflightGate
{
    /// <summary>Tells what was found, and refuses where the policy has it so.</summary>
    /// <exception cref="DbSafetyException"><c>PreflightRefused</c>.</exception>
    public static async Task<IReadOnlyList<string>> PassAsync(
        NpgsqlConnection session, IReadOnlyList<JudgedScript> judged, LimitPolicy limits, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await LookAsync(session, judged, limits, host, cancellationToken);
        if (limits.Preflight == PreflightMode.Refuse && found.Any(finding => finding.Blocks))
            throw Refused(found);
        foreach (var finding in found)
            host.Warning(finding.Text);
        return [.. found.Select(finding => finding.Text)];
    }

    /// <summary>Only refuses, for a first look: what merely makes a change wait may have ended when it begins.</summary>
    /// <exception cref="DbSafetyException"><c>PreflightRefused</c>.</exception>
    public static async Task RefuseAsync(NpgsqlConnection session, IReadOnlyList<JudgedScript> judged, LimitPolicy limits, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = limits.Preflight == PreflightMode.Refuse ? await LookAsync(session, judged, limits, host, cancellationToken) : [];
        if (found.Any(finding => finding.Blocks))
            throw Refused(found);
    }

    /// <summary>Tells the same for a preview, and what would be refused.</summary>
    public static async Task PreviewAsync(NpgsqlConnection session, IReadOnlyList<JudgedScript> judged, LimitPolicy limits, IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var finding in await LookAsync(session, judged, limits, host, cancellationToken))
            host.Warning(finding.Blocks && limits.Preflight == PreflightMode.Refuse ? $"{finding.Text} The run would be refused now." : finding.Text);
    }

    private static async Task<IReadOnlyList<PreflightFinding>> LookAsync(
        NpgsqlConnection session, IReadOnlyList<JudgedScript> judged, LimitPolicy limits, IOperationHost host, CancellationToken cancellationToken) =>
        limits.Preflight == PreflightMode.None ? [] : await new PreflightReader(session, limits, host).ReadAsync(WantedLocks.Of(judged), cancellationToken);

    private static DbSafetyException Refused(IReadOnlyList<PreflightFinding> found) =>
        new("PreflightRefused", ErrorKind.LimitReached, found[0].Text)
        {
            State = "Nothing was changed: the run would have waited in vain, and others behind it.",
            NextStep = "Run it again when that has ended; or, where it may wait all the same, set limits.preflight to warn for this environment in dbsafety.yaml.",
            Detail = [.. found.Skip(1).Select(finding => finding.Text)],
        };
}
