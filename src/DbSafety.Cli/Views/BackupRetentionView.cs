using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class BackupRetentionView : ResultView<BackupRetention>
{
    protected override IRenderable List(IReadOnlyList<BackupRetention> results)
    {
        var table = Parts.Table("Backup", "Created", "Database", ">Tables", ">Size", "Proven", "Done", "Why");
        foreach (var item in results.OrderByDescending(item => item.Id, StringComparer.Ordinal))
        {
            table.AddRow(
                $"[bold]{Parts.Safe(item.Id)}[/]",
                Units.Moment(item.Created),
                Parts.Safe(item.Database),
                Units.Count(item.Tables),
                Units.Bytes(item.Bytes),
                Parts.Yes(item.Proven is not null),
                Done(item.Decision),
                $"[grey]{Parts.Safe(string.Join(" ", item.Reasons))}[/]");
        }

        return Parts.Stack(table, Parts.Lines([Summary(results)]));
    }

    private static string Done(RetentionDecision decision) => decision switch
    {
        RetentionDecision.Kept => "[green]kept[/]",
        RetentionDecision.WouldRemove => "[yellow]would go[/]",
        RetentionDecision.Removed => "removed",
        _ => "[red]not removed[/]",
    };

    private static string Summary(IReadOnlyList<BackupRetention> results)
    {
        string Of(RetentionDecision decision, string word)
        {
            var some = results.Where(item => item.Decision == decision).ToList();
            return some.Count == 0 ? "" : $"{Units.Count(some.Count, "set")} with {Units.Bytes(some.Sum(item => item.Bytes))} {word}. ";
        }

        return (Of(RetentionDecision.Removed, "removed") + Of(RetentionDecision.WouldRemove, "would be removed; nothing was")
            + Of(RetentionDecision.NotRemoved, "could not be removed") + Of(RetentionDecision.Kept, "kept")).TrimEnd();
    }
}
