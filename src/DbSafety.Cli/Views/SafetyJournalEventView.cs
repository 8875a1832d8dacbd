using System.Globalization;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Journals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SafetyJournalEventView : ResultView<SafetyJournalEvent>
{
    protected override IRenderable List(IReadOnlyList<SafetyJournalEvent> results)
    {
        var table = Parts.Table(">#", "Time (UTC)", "Event", "Migration", "By", "Run", "What");
        foreach (var one in results)
        {
            table.AddRow(
                one.Position is { } position ? position.ToString(CultureInfo.InvariantCulture) : "[grey]file[/]",
                one.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                $"[{Colour(one.Event)}]{Parts.Safe(one.Event)}[/]",
                Parts.Safe(one.Migration) + (one.Step is { } step ? $"[grey] step {step}[/]" : ""),
                Parts.Safe(one.By),
                $"[grey]{Parts.Safe(one.RunId)}[/]",
                Parts.Safe(one.Summary) + (one.Duration is { } time ? $" [grey]{Units.Duration(time)}[/]" : ""));
        }

        var alone = results.Count(one => one.Place == JournalPlace.Database);
        return Parts.Stack(table, Parts.Lines([Units.Count(results.Count, "event") + (alone > 0 ? $"; {Units.Count(alone)} of them the file does not have." : ".")]));
    }

    private static string Colour(string what) => what switch
    {
        "failed" or "failed_partly" or "command_failed" or "verify_failed" or "denied" or "guard_tripped" => "red",
        "applied" or "restored" or "rolled_back" or "approved" => "bold",
        _ => "default",
    };
}
