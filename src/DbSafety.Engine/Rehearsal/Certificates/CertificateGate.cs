using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>Asks for the certificates of what is to be applied, where the environment does.</summary>
internal static class CertificateGate
{
    /// <summary>Refuses, or tells, that migrations were not rehearsed as they stand, or that their rehearsal did not pass.</summary>
    /// <exception cref="DbSafetyException"><c>RehearsalMissing</c>.</exception>
    public static async Task PassAsync(EnvironmentPolicy policy, string target, CertificateStore store, IReadOnlyList<PlannedMigration> planned, IOperationHost host, CancellationToken cancellationToken)
    {
        var asked = policy.Rehearsal;
        if (asked == RehearsalRequirement.Off)
            return;
        var open = new List<string>();
        // An attempt that goes on was let through when it began, and cannot be rehearsed from its middle.
        foreach (var migration in planned.Where(migration => migration.FirstStep == 1))
        {
            var certificate = await store.FindAsync(target, migration.Id, migration.Up.Source.Checksum, migration.Rollback?.Source.Checksum, migration.Verify?.Source.Checksum, cancellationToken);
            if (certificate is null)
                open.Add($"{migration.Id} was not rehearsed with these scripts");
            else if (certificate.Verdict is RehearsalVerdict.Failed or RehearsalVerdict.Differs)
                open.Add($"{migration.Id}: its rehearsal says {certificate.Verdict.ToString().ToLowerInvariant()}. {certificate.Reason}");
        }

        if (open.Count == 0)
            return;
        var command = $"dbsafety rehearse --target {target}";
        if (asked == RehearsalRequirement.Advised)
        {
            host.Warning($"{open[0]}{(open.Count == 1 ? "" : $", and {open.Count - 1} more like it")}. To see what its rollback gives back and what it locks: {command}");
            return;
        }

        throw new DbSafetyException("RehearsalMissing", ErrorKind.Refused, $"{policy.Name} takes only what was rehearsed, and {open[0]}{(open.Count == 1 ? "" : $", and {open.Count - 1} more like it")}.")
        {
            State = "Nothing was changed.",
            NextStep = command,
            Detail = open,
        };
    }
}
