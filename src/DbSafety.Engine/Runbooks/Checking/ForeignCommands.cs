using System.Security.Cryptography;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>The commands from outside the module that a runbook names.</summary>
internal static class ForeignCommands
{
    /// <summary>Those that the steps of a runbook use.</summary>
    public static IReadOnlyList<PipelineCommand> UsedBy(Runbook runbook) => [.. StepWalk.All(runbook).Select(step => step.Action).OfType<PipelineAction>()
        .SelectMany(action => action.Commands).Where(command => CommandCatalog.Find(command.Name) is null)];

    /// <summary>Script files that are not there, or not the ones that were reviewed.</summary>
    public static IEnumerable<RunbookProblem> Problems(Runbook runbook)
    {
        foreach (var file in runbook.Commands.Where(command => command.IsFile))
        {
            if (runbook.IsBuiltIn || Locate(runbook, file) is not { } path)
            {
                yield return new RunbookProblem(runbook.Path, file.Place, $"The script {file.Name} does not exist beside the runbook.", "Put it there, or mend its path.");
                continue;
            }

            var digest = Digest(path);
            if (digest != file.Sha256)
                yield return new RunbookProblem(runbook.Path, file.Place, $"The script {file.Name} has the SHA-256 {digest}, and not the one that the header pins.", "Review the script, then write its SHA-256 into the header.");
        }
    }

    /// <summary>What a person should know about them.</summary>
    public static IReadOnlyList<string> Warnings(RunbookLibrary library) =>
        [.. library.All.Values.SelectMany(UsedBy).Select(command => command.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => $"{name} is not a command of DbSafety: it runs in PowerShell only, and what it changes is not known here.")];

    /// <summary>The full path of a script that is about to be run; it is the one that was reviewed.</summary>
    /// <exception cref="DbSafetyException"><c>RunbookScriptChanged</c>.</exception>
    public static string Require(IEnumerable<Runbook> runbooks, string name)
    {
        foreach (var runbook in runbooks)
        {
            if (runbook.Commands.FirstOrDefault(command => command.Name == name) is { } file && Locate(runbook, file) is { } path && Digest(path) == file.Sha256)
                return path;
        }

        throw new DbSafetyException("RunbookScriptChanged", ErrorKind.Refused, $"The script {name} is not there, or is not the one that the header pins.")
        {
            State = "The script was not run.",
            NextStep = "Find out who changed it. dbsafety check-runbook tells its SHA-256.",
        };
    }

    /// <summary>The full path of a script; null where it is not there.</summary>
    public static string? Locate(Runbook runbook, ForeignCommand file)
    {
        var path = Path.GetFullPath(file.Name, Path.GetDirectoryName(Path.GetFullPath(runbook.Path))!);
        return File.Exists(path) ? path : null;
    }

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream)).ToLowerInvariant();
    }
}
