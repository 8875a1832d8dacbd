using DbSafety.Core.Errors;

namespace DbSafety.Cli.Demo;

/// <summary>The farm example of the clone that this program was built in.</summary>
/// <param name="Folder">The folder <c>examples/farm</c>.</param>
/// <param name="Application">The built web shop.</param>
internal sealed record FarmExample(string Folder, string Application)
{
    /// <exception cref="DbSafetyException"><c>DemoExampleNotFound</c>.</exception>
    public static FarmExample Find()
    {
        // The web shop is built together with this program, so in the same configuration: bin/Debug/net10.0.
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var framework = Path.GetFileName(output);
        var configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        for (var folder = new DirectoryInfo(output); folder is not null; folder = folder.Parent)
        {
            var farm = Path.Combine(folder.FullName, "examples", "farm");
            if (!File.Exists(Path.Combine(farm, "database", "dbsafety.yaml")))
                continue;
            var application = Path.Combine(farm, "app", "bin", configuration, framework, "farm-shop.dll");
            return File.Exists(application) ? new FarmExample(farm, application) : throw Missing($"The web shop is not built: {application}");
        }

        throw Missing("The folder examples/farm is not found: the demo runs from a clone of the project.");
    }

    private static DbSafetyException Missing(string message) => new("DemoExampleNotFound", ErrorKind.NotFound, message)
    {
        State = "Nothing was started.",
        NextStep = "In the clone: dotnet run --project src/DbSafety.Cli -- demo",
    };
}
