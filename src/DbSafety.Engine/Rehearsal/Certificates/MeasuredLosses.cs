using System.Text.RegularExpressions;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>Compares rows and sequence positions of two states.</summary>
internal static partial class MeasuredLosses
{
    /// <summary>What the later state lacks of the earlier one, or has besides.</summary>
    public static IEnumerable<DataLoss> Of(DatabaseState before, DatabaseState after)
    {
        foreach (var table in before.Schema.Tables.Where(table => table.Kind == TableKind.Ordinary))
        {
            if (after.Schema.FindTable(table.Schema, table.Name) is { } now && Of(table, before.ContentOf(table), after.ContentOf(now)) is { } loss)
                yield return loss;
        }
    }

    /// <summary>
    /// What became of sequences. Numbers given out are never given back, by PostgreSQL's own rule, so going on is a note; going back,
    /// or being set by a script, is a loss.
    /// </summary>
    public static IEnumerable<(DataLoss? Loss, string Note)> OfSequences(DatabaseState before, DatabaseState after, ScriptPlan up, ScriptPlan rollback)
    {
        var isSet = up.Statements.Concat(rollback.Statements).Any(statement => SetsPosition().IsMatch(statement.Text));
        foreach (var (identity, was) in before.Sequences)
        {
            if (!after.Sequences.TryGetValue(identity, out var now) || was == now)
                continue;
            var note = $"The sequence {was.Name} stood at {was} and stands at {now}.";
            var wentOn = now.IsCalled && now.LastValue >= was.LastValue && !isSet;
            yield return (wentOn ? null : new DataLoss(was.Name, [], 0, note), note);
        }
    }

    public static DataLoss? Of(TableModel table, TableContent? before, TableContent? after)
    {
        if (before is null)
            return after is null ? null : new DataLoss(table.QualifiedName, [], after.Rows, $"{Rows(after.Rows)} left behind in a table that was empty.");
        if (after is null)
            return new DataLoss(table.QualifiedName, [], before.Rows, $"{Rows(before.Rows)} not given back; the table is empty.");
        if (before.Equals(after))
            return null;
        var columns = before.DifferingColumns(after);
        var sameColumns = before.Names.SequenceEqual(after.Names, StringComparer.Ordinal);
        if (columns.Count == 0 && before.Rows == after.Rows && !sameColumns)
            return null;
        if (!sameColumns)
            return new DataLoss(table.QualifiedName, columns, Math.Max(before.Rows, after.Rows), $"Rows before: {before.Rows}, after: {after.Rows}.");
        var missing = before.MissingIn(after);
        var extra = after.MissingIn(before);
        return before.Rows == after.Rows
            ? new DataLoss(table.QualifiedName, columns, missing, $"{Rows(missing)} not what they were, in {string.Join(", ", columns)}.")
            : missing == 0 ? new DataLoss(table.QualifiedName, [], extra, $"{Rows(extra)} left behind.")
            : new DataLoss(table.QualifiedName, extra == 0 ? [] : columns, missing, $"{Rows(missing)} not given back{(extra > 0 ? $", and {extra:N0} new ones are there" : "")}.");
    }

    private static string Rows(long rows) => rows == 1 ? "1 row is" : $"{rows:N0} rows are";

    [GeneratedRegex(@"\bsetval\s*\(|\bALTER\s+SEQUENCE\b|\bRESTART\b", RegexOptions.IgnoreCase)]
    private static partial Regex SetsPosition();
}
