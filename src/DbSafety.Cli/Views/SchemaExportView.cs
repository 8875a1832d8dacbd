using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SchemaExportView : ResultView<SchemaExport>
{
    protected override IRenderable List(IReadOnlyList<SchemaExport> results) => Parts.Stack([.. results.Select(Facts)]);

    private static IRenderable Facts(SchemaExport export) => Parts.Stack(
        Parts.Facts(
            ("Path", Parts.Safe(export.Path)),
            ("Objects", Units.Count(export.Objects)),
            ("Files", $"{Units.Count(export.Written.Count)} written, {Units.Count(export.Removed.Count)} removed, {Units.Count(export.Unchanged)} unchanged"),
            ("Fingerprint", Parts.Safe(export.Fingerprint))),
        Parts.Lines(export.Warnings, "yellow"));
}
