using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects;

/// <summary>Chooses among the targets of a project.</summary>
internal static class TargetChoice
{
    /// <summary>The named target, the default one, or the only one.</summary>
    public static TargetSettings Choose(ProjectConfiguration configuration, string? name, string file)
    {
        var names = configuration.Targets.Select(target => target.Name).ToList();
        if (names.Count == 0)
        {
            throw Error("TargetNotFound", ErrorKind.NotFound, $"{file} declares no target.", file,
                $"Declare one under 'targets:' in {file}, or give --connection.");
        }

        var wanted = name ?? configuration.DefaultTarget;
        if (wanted is null && names.Count > 1)
        {
            throw Error("TargetNotChosen", ErrorKind.InvalidArgument, $"The project has {names.Count} targets and no defaultTarget: {string.Join(", ", names)}.", file,
                $"Choose one: --target {names[0]}");
        }

        return configuration.Targets.FirstOrDefault(target => target.Name == (wanted ?? names[0]))
            ?? throw Error("TargetNotFound", ErrorKind.NotFound,
                $"The project has no target '{wanted}'. {NearestWord.DidYouMean(wanted!, names)}Its targets are: {string.Join(", ", names)}.", file,
                $"Choose one: --target {NearestWord.Find(wanted!, names) ?? names[0]}");
    }

    private static DbSafetyException Error(string id, ErrorKind kind, string message, string file, string next) =>
        new(id, kind, message) { State = "Nothing was changed.", NextStep = next, Script = file };
}
