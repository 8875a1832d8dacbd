using DbSafety.Core.Errors;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>Writes certificates.</summary>
internal static class Certificate
{
    /// <summary>A rollback was run to its end and compared.</summary>
    public static RehearsalCertificate Of(RehearsedScripts migration, DatabaseState before, DatabaseState after, Evidence evidence)
    {
        var judgement = Judgement.Of(evidence);
        var certificate = Begin(migration, before) with
        {
            Verdict = judgement.Verdict,
            Reason = judgement.Reason,
            Differences = judgement.Differences,
            Losses = judgement.Losses,
            Notes = judgement.Notes,
            FingerprintAfter = after.Schema.Fingerprint,
            AppliedAgain = evidence.UpAgain is null,
            StandIn = judgement.Losses.Count > 0 ? StandIn(judgement.Losses.Select(loss => loss.Table)) : null,
        };
        if (evidence.UpAgain is not { } error)
            return certificate;
        if (judgement.Verdict == RehearsalVerdict.Exact)
        {
            return certificate with
            {
                Verdict = RehearsalVerdict.Failed,
                Reason = $"The rollback gives everything back, but the up script does not run again after it: {error.Message}",
                Failure = Failure(RehearsalPart.UpAgain, error),
            };
        }

        return certificate with { Notes = [.. certificate.Notes, $"The up script does not run again after this rollback: {error.Message}"] };
    }

    /// <summary>A script raised an error.</summary>
    public static RehearsalCertificate Failed(RehearsedScripts migration, DatabaseState before, RehearsalPart part, DbSafetyException error) => Begin(migration, before) with
    {
        Verdict = RehearsalVerdict.Failed,
        Reason = $"The {(part == RehearsalPart.Rollback ? "rollback" : "up script")} raises an error: {error.Message}",
        Failure = Failure(part, error),
    };

    /// <summary>A script cannot be read, or holds what no run would take.</summary>
    public static RehearsalCertificate Unreadable(RehearsedScripts migration, DatabaseState before)
    {
        var problem = migration.Problems[0];
        return Begin(migration, before) with
        {
            Verdict = RehearsalVerdict.Failed,
            Reason = $"It cannot be run: {problem}",
            Failure = new RehearsalFailure(PartOf(migration, problem.Path), problem.Message, null, problem.Path, problem.Line),
            Notes = [.. migration.Problems.Skip(1).Select(other => other.ToString())],
        };
    }

    /// <summary>The rollback script is missing, or cannot be read.</summary>
    public static RehearsalCertificate NoRollback(RehearsedScripts migration, DatabaseState before) => migration.Problems.Count > 0
        ? Unreadable(migration, before)
        : Begin(migration, before) with
        {
            Verdict = RehearsalVerdict.Failed,
            Reason = "There is no rollback script, and the migration is not declared irreversible.",
            Failure = new RehearsalFailure(RehearsalPart.Rollback, "There is no rollback script.", null, null, null),
        };

    /// <summary>The author says that nothing can take it back.</summary>
    public static RehearsalCertificate Irreversible(RehearsedScripts migration, DatabaseState before, string reason, DatabaseSchema schema, TouchedRelations touched) => Begin(migration, before) with
    {
        Verdict = RehearsalVerdict.Irreversible,
        Reason = $"Declared irreversible: {reason}",
        StandIn = StandIn(schema.Tables.Where(table => touched.Holds(table.Oid)).Select(table => table.QualifiedName)),
    };

    /// <summary>The verify script did not pass, whatever the rollback does.</summary>
    public static RehearsalCertificate NotVerified(RehearsalCertificate certificate, DbSafetyException error) => certificate with
    {
        Verdict = RehearsalVerdict.Failed,
        Reason = $"The verify script does not pass: {error.Message}",
        Failure = Failure(RehearsalPart.Verify, error),
        Notes = [.. certificate.Notes, $"The rollback by itself: {certificate.Verdict.ToString().ToLowerInvariant()}. {certificate.Reason}"],
    };

    private static RehearsalCertificate Begin(RehearsedScripts migration, DatabaseState before) => new()
    {
        Verdict = RehearsalVerdict.Failed,
        Reason = "",
        UpChecksum = migration.Up?.Source.Checksum ?? "",
        RollbackChecksum = migration.Rollback?.Source.Checksum,
        VerifyChecksum = migration.Verify?.Source.Checksum,
        FingerprintBefore = before.Schema.Fingerprint,
    };

    private static RehearsalFailure Failure(RehearsalPart part, DbSafetyException error) => new(part, error.Message, error.SqlState, error.Script, error.Line);

    private static RehearsalPart PartOf(RehearsedScripts migration, string path) =>
        path == migration.Source.Up.Path && migration.Up is null ? RehearsalPart.Up : path == migration.Source.Verify?.Path ? RehearsalPart.Verify : RehearsalPart.Rollback;

    private static string StandIn(IEnumerable<string> tables)
    {
        var names = tables.Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count == 0
            ? "No row that was there before is touched: the backup that migrate takes before it has nothing to give back."
            : $"The backup that migrate takes before it: dbsafety restore BACKUP --table {string.Join(" ", names)}";
    }
}
