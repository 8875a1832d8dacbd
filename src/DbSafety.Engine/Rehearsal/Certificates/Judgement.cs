using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>
/// Makes a verdict of evidence. The rule at the bottom: exact only where nothing was found that is left, lost or could be lost. Columns
/// in another order are named; where nothing else is wrong, they are a difference all the same.
/// </summary>
internal sealed record Judgement(RehearsalVerdict Verdict, string Reason, IReadOnlyList<SchemaDifference> Differences, IReadOnlyList<DataLoss> Losses, IReadOnlyList<string> Notes)
{
    private const string OtherOrder = "The same lines in another order.";

    public static Judgement Of(Evidence evidence)
    {
        var order = evidence.Differences.Where(IsColumnOrder).ToList();
        var differences = evidence.Differences.Except(order).ToList();
        var notes = evidence.Notes.ToList();
        var losses = FindLosses(evidence, notes);
        notes.AddRange(order.Select(difference => $"The columns of {difference.Object} are in another order than before."));
        if (differences.Count > 0)
        {
            return new Judgement(RehearsalVerdict.Differs, $"The rollback does not give the schema back: {Some([.. differences.Select(Describe)])}.",
                evidence.Differences, losses, notes);
        }

        if (losses.Count > 0)
        {
            return new Judgement(RehearsalVerdict.Lossy, $"The rollback gives the schema back{(order.Count > 0 ? ", but for the order of columns" : "")}, and not the data: {Some([.. losses.Select(Describe)])}.",
                order, losses, notes);
        }

        return order.Count > 0
            ? new Judgement(RehearsalVerdict.Differs, $"The rollback gives everything back, but the columns of {Some([.. order.Select(difference => difference.Object)])} in another order.", order, losses, notes)
            : new Judgement(RehearsalVerdict.Exact, "Schema and data are the same after the rollback as before the migration.", [], [], notes);
    }

    private static List<DataLoss> FindLosses(Evidence evidence, List<string> notes)
    {
        var losses = evidence.Measured.ToList();
        var known = losses.Select(loss => loss.Table).ToHashSet();
        foreach (var suspicion in evidence.Suspicions.Where(suspicion => !known.Contains(suspicion.Table)))
        {
            var shown = evidence.Probe?.Losses.FirstOrDefault(loss => loss.Table == suspicion.Table);
            if (shown is not null)
                losses.Add(new DataLoss(suspicion.Table, suspicion.Columns.Count > 0 ? suspicion.Columns : shown.Columns, 0, $"{suspicion.Reason} Rows there would lose their values: a synthetic row did."));
            else if (IsProvenOtherwise(suspicion, evidence))
                notes.Add($"{suspicion.Table}: {suspicion.Reason} A synthetic row came through unchanged.");
            else if (suspicion.Kind is SuspicionKind.TypeChanged or SuspicionKind.ValuesChanged)
                notes.Add($"{suspicion.Table}: {Doubt(suspicion)}{(evidence.Probe?.Obstacle is { } obstacle ? $" It could not be tried: {obstacle}." : "")}");
            else
                losses.Add(new DataLoss(suspicion.Table, suspicion.Columns, 0, $"{suspicion.Reason} Rows there would lose their values."));
            if (losses.Count > 0 && losses[^1].Table == suspicion.Table)
                known.Add(suspicion.Table);
        }

        // A synthetic row that changed in a table that nothing pointed at, such as by a trigger or a cascade.
        losses.AddRange((evidence.Probe?.Losses ?? []).Where(loss => known.Add(loss.Table)).Select(loss => loss with { Rows = 0, Detail = "A synthetic row did not come back as it was: " + loss.Detail }));
        return losses;
    }

    // A row that no WHERE caught proves nothing of a DELETE or UPDATE without a counterpart.
    private static bool IsProvenOtherwise(Suspicion suspicion, Evidence evidence) =>
        suspicion.Kind is SuspicionKind.TableRecreated or SuspicionKind.ColumnRecreated or SuspicionKind.TypeChanged && evidence.Probe?.Kept(suspicion.Table) == true;

    private static string Doubt(Suspicion suspicion) => suspicion.Kind == SuspicionKind.ValuesChanged
        ? suspicion.Reason.Replace(", and nothing puts them back.", "; whether the rollback puts every value back depends on the rows.", StringComparison.Ordinal)
        : suspicion.Reason;

    /// <summary>Only the columns' order differs.</summary>
    public static bool IsColumnOrder(SchemaDifference difference) =>
        difference is { Change: SchemaChange.Changed, Kind: "table" or "foreign table" } && difference.Detail.FirstOrDefault() == OtherOrder;

    private static string Describe(SchemaDifference difference) => difference.Change switch
    {
        SchemaChange.Missing => $"{difference.Object} is missing",
        SchemaChange.Extra => $"{difference.Object} is left behind",
        _ => $"{difference.Object} is not what it was",
    };

    private static string Describe(DataLoss loss) => loss.Columns.Count > 0 ? $"{loss.Table} ({string.Join(", ", loss.Columns)})" : loss.Table;

    private static string Some(IReadOnlyList<string> things) =>
        things.Count <= 3 ? string.Join(", ", things) : $"{string.Join(", ", things.Take(3))} and {things.Count - 3} more";
}
