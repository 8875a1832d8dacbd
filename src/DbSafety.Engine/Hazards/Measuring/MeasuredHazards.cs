using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Allowances;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Measuring;

/// <summary>
/// Holds what words and catalog gave against what a rehearsal measured: a rewrite or a scan that was none is dropped, one that was is
/// confirmed, and what no words foresaw is raised.
/// </summary>
internal static class MeasuredHazards
{
    // What these find is a new file for the table; what the second find is a reading of all its rows.
    private static readonly string[] OfRewrites = ["LK18", "LK19", "LK20", "LK21", "LK25"];
    private static readonly string[] OfScans = ["LK15", "LK17", "LK22"];
    private static readonly string[] TellRewrites = [.. OfRewrites, "LK23", "LK24", "DS02"];

    /// <summary>The findings as they are after the rehearsal.</summary>
    /// <param name="judged">The up script, with the findings of words and catalog.</param>
    /// <param name="trace">The trace of that script; null where there is none, which leaves the findings as they are.</param>
    /// <param name="policy">How much the rules weigh.</param>
    /// <param name="maxRows">How many rows one statement may change; null for no limit.</param>
    public static JudgedScript Apply(JudgedScript judged, ScriptTrace? trace, HazardPolicy policy, long? maxRows)
    {
        if (trace is null || !judged.Script.IsJudged)
            return judged;
        var findings = new List<Finding>();
        foreach (var context in judged.Statements)
        {
            var own = judged.Findings.Where(finding => finding.Context == context).ToList();
            if (trace.Statements.FirstOrDefault(statement => statement.Line == context.Statement.Line && statement.Column == context.Statement.Column) is not { } measured)
            {
                findings.AddRange(own);
                continue;
            }

            own = [.. own.Select(finding => Hold(finding, measured)).OfType<Finding>()];
            findings.AddRange(own);
            findings.AddRange(Raised(context, own, measured, policy, maxRows));
        }

        return judged with { Findings = findings, Hazards = AllowanceFilter.Apply(judged.Script, findings, policy, isMeasured: true) };
    }

    /// <summary>Null for a finding that the measurement disproves.</summary>
    private static Finding? Hold(Finding finding, StatementTrace measured)
    {
        if (finding.Table is not { Facts: { } facts })
            return finding;
        var name = Identifier.Quote(facts.Schema, facts.Name);
        if (OfRewrites.Contains(finding.Rule.Id))
            return measured.Rewrites.Contains(name) ? Confirmed(finding, "the table was written anew") : null;
        if (!OfScans.Contains(finding.Rule.Id) || measured.Rows is not { } rows)
            return finding;
        return measured.Rewrites.Contains(name) || rows.Any(one => one.Table == name && one.Scans > 0) ? Confirmed(finding, "the table was read from end to end") : null;
    }

    private static Finding Confirmed(Finding finding, string what) => finding with { Evidence = HazardEvidence.Measured, Reason = $"{finding.Reason} Measured: {what}." };

    private static IEnumerable<Finding> Raised(StatementContext context, List<Finding> own, StatementTrace measured, HazardPolicy policy, long? maxRows)
    {
        foreach (var table in measured.Rewrites.Where(name => IsTable(measured, name)))
        {
            if (!own.Any(finding => TellRewrites.Contains(finding.Rule.Id)) && !IsToldByItsWords(context))
            {
                yield return Raise("LK25", context, table, $"{table} was put into a new file, written anew or emptied, while all reads and writes of it waited. No words of the statement show it.",
                    "Say it in a plain statement; and in a maintenance window, or with a new table that is filled in batches and swapped.", policy);
            }
        }

        foreach (var one in measured.Locks.Where(one => one.Kind is "table" or "partitionedTable" && one.Mode.BlocksWrites()).GroupBy(one => one.Relation).Select(group => group.MaxBy(one => one.Mode)!))
        {
            // A rewrite tells of its lock already.
            if (!IsForeseen(context, one) && !measured.Rewrites.Contains(one.Relation))
            {
                yield return Raise("LK33", context, one.Relation, $"It took the lock {one.Mode.Words()} on {one.Relation}, and held it to line {one.HeldUntilLine}. No words of the statement show it.",
                    "Put what takes the lock into a plain statement of a migration of its own.", policy);
            }
        }

        if (maxRows is not { } most)
            yield break;
        foreach (var rows in measured.Rows ?? [])
        {
            if (rows.Written > most)
                yield return Raise("DS05", context, rows.Table, MaxRows.Reason(rows.Table, rows.Written, most, "changed"), MaxRows.Safer(rows.Table, most), policy);
        }
    }

    private static Finding Raise(string rule, StatementContext context, string about, string reason, string safer, HazardPolicy policy)
    {
        var known = HazardRules.Get(rule);
        return new Finding(known, policy.Severity(known, null), context, about, reason, safer) { Evidence = HazardEvidence.Measured };
    }

    private static bool IsTable(StatementTrace measured, string name) => measured.Locks.All(one => one.Relation != name || one.Kind is "table" or "materializedView")
        && measured.Locks.Any(one => one.Relation == name) || measured.Rows?.Any(rows => rows.Table == name) == true;

    // TRUNCATE, CLUSTER, VACUUM FULL and REFRESH are what they say.
    private static bool IsToldByItsWords(StatementContext context) => context.LocksOfExisting.Any(claim => claim.Rewrites);

    // Partitions and the other sides of foreign keys are locked with a table that is named.
    private static bool IsForeseen(StatementContext context, LockTrace one) =>
        !context.Facts.IsOpaque && context.Locks.Any(claim => claim.Mode.BlocksWrites())
        || context.LocksOfExisting.Any(claim => claim.Mode >= one.Mode && claim.Table.Facts is { } facts && Identifier.Quote(facts.Schema, facts.Name) == one.Relation);
}
