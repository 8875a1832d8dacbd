using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Core.Results;
using Spectre.Console.Rendering;
using Spectre.Console;

namespace DbSafety.Cli.Views;

internal sealed class MigrationRehearsalView : ResultView<MigrationRehearsal>
{
    // A difference is told in full in the certificate; here its first lines are.
    private const int MostLines = 12;

    protected override IRenderable List(IReadOnlyList<MigrationRehearsal> results)
    {
        var table = Parts.Table("Migration", "Rollback", "Why", ">Time");
        foreach (var rehearsal in results)
            table.AddRow($"[bold]{Parts.Safe(rehearsal.Id)}[/]", Verdict(rehearsal.Certificate.Verdict), Parts.Safe(rehearsal.Certificate.Reason), Units.Duration(rehearsal.Duration));
        var counts = results.GroupBy(rehearsal => rehearsal.Certificate.Verdict).OrderBy(group => group.Key)
            .Select(group => $"{Units.Count(group.Count())} {Word(group.Key)}");
        return Parts.Stack(
            table,
            Parts.Lines([.. results.Where(rehearsal => rehearsal.Certificate.Verdict != RehearsalVerdict.Exact || Measured(rehearsal).Any()).SelectMany(Details)], "yellow"),
            Parts.Lines([$"{string.Join(", ", counts)}. Rehearsed on {results[0].Shadow}; {results[0].Target} was only read."]));
    }

    private static IEnumerable<string> Details(MigrationRehearsal rehearsal)
    {
        var certificate = rehearsal.Certificate;
        IEnumerable<string> lines =
        [
            .. certificate.Losses.Select(loss => $"{loss.Table}: {loss.Detail}"),
            .. certificate.Differences.SelectMany(difference => (string[])[difference.ToString(), .. difference.Detail.Select(line => "    " + line)]),
            .. certificate.Notes,
            .. Measured(rehearsal).Select(hazard => $"line {hazard.Line}: {hazard.Rule} {hazard.Severity.ToString().ToLowerInvariant()}, measured: {hazard.Reason}"),
            .. certificate.StandIn is { } standIn ? (string[])[standIn] : [],
        ];
        var all = lines.ToList();
        return all.Count == 0 ? [] : [rehearsal.Id, .. all.Take(MostLines).Select(line => "  " + line), .. all.Count > MostLines ? (string[])[$"  … and {all.Count - MostLines} more lines in {rehearsal.CertificatePath}"] : []];
    }

    // What the words show, dbsafety lint tells.
    private static IEnumerable<MigrationHazard> Measured(MigrationRehearsal rehearsal) =>
        rehearsal.Hazards.Where(hazard => hazard is { Evidence: HazardEvidence.Measured, AllowedBecause: null, Severity: > HazardSeverity.Info });

    private static string Verdict(RehearsalVerdict verdict) => verdict switch
    {
        RehearsalVerdict.Exact => $"[green]✓ {Word(verdict)}[/]",
        RehearsalVerdict.Lossy or RehearsalVerdict.Irreversible => $"[yellow]! {Word(verdict)}[/]",
        _ => $"[red]✗ {Word(verdict)}[/]",
    };

    private static string Word(RehearsalVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
