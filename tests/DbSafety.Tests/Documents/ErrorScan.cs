using System.Text.RegularExpressions;
using DbSafety.Core.Errors;
using DbSafety.Tests.PowerShell;

namespace DbSafety.Tests.Documents;

/// <summary>Every place in the sources that raises an error: the words of the documents are those that people get to see.</summary>
internal static partial class ErrorScan
{
    // Scripts are refused for many reasons, which come as sentences of their own.
    private static readonly ErrorSite Script = new("ScriptRefused", ErrorKind.InvalidScript, ["<script>, line <line>: what about it cannot be run."], ["Nothing was changed."], ["Mend the file, then run the command again."]);

    public static IReadOnlyList<ErrorSite> Sites { get; } = [.. WithRunbooks([.. Directory
        .EnumerateFiles(Path.Combine(StagedModule.Repository, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .SelectMany(In)]), Script];

    // What is wrong in the YAML of a runbook is told as a runbook's (RunbookErrors.Guard).
    private static IEnumerable<ErrorSite> WithRunbooks(IReadOnlyList<ErrorSite> sites) => sites.Concat(sites
        .Where(site => Regex.IsMatch(site.Id, "^Project(File|Key|Value)"))
        .Select(site => site with { Id = "Runbook" + site.Id["Project".Length..], States = ["Nothing was run."] }));

    private static IEnumerable<ErrorSite> In(string file)
    {
        var code = new CSharpText(WithConstants(File.ReadAllText(file)));
        foreach (Match match in First().Matches(code.Text))
        {
            var (arguments, end) = code.Arguments(match.Groups["id"].Index - 1);
            var id = match.Groups["id"].Value;
            var kind = Kind().Match(arguments.ElementAtOrDefault(1) ?? "");
            var texts = arguments.Skip(kind.Success ? 2 : 1).Select(CSharpText.Sayings).ToList();
            var message = texts.FirstOrDefault(text => text.Count > 0) ?? [];

            // Without a kind of its own it is an error only where a helper that makes errors is told an id and a sentence.
            var helper = Helper().Match(code.Text, match.Index);
            if (!kind.Success && (message.Count == 0 || !helper.Success || !Id().IsMatch(id)))
                continue;
            var (states, nexts) = Initializer(code, end);
            yield return new ErrorSite(
                id,
                kind.Success ? Enum.Parse<ErrorKind>(kind.Groups[1].Value) : arguments[1].EndsWith(".Kind", StringComparison.Ordinal) ? null : KindOf(helper.Groups["name"].Value, file, code.Text),
                message,
                states,
                nexts.Count > 0 ? nexts : texts.Count(text => text.Count > 0) > 1 ? texts.Last(text => text.Count > 0) : []);
        }
    }

    private static (IReadOnlyList<string> States, IReadOnlyList<string> NextSteps) Initializer(CSharpText code, int end)
    {
        var begin = Begin().Match(code.Text, Math.Min(end + 1, code.Text.Length));
        if (!begin.Success)
            return ([], []);
        var entries = code.Arguments(begin.Index + begin.Length).Arguments;
        return (Of("State"), Of("NextStep"));

        IReadOnlyList<string> Of(string name) =>
            [.. entries.Where(entry => Regex.IsMatch(entry, $@"^{name}\s*=")).SelectMany(entry => CSharpText.Sayings(entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
    }

    // The one id that several files share has a name.
    private static string WithConstants(string text) =>
        Regex.Replace(text, $@"\b(?:InputBinder\.)?{nameof(Engine.Runbooks.Running.Inputs.InputBinder.InvalidInput)}\b(?=,)", $"\"{Engine.Runbooks.Running.Inputs.InputBinder.InvalidInput}\"");

    // The helper's own, where it is in the same file; else that of its room.
    private static ErrorKind KindOf(string helper, string file, string text)
    {
        var made = helper.Length == 0 ? Match.Empty : Regex.Match(text, $@"\b{helper}\((?:\w+ \w+, )*string id\b.*?\bErrorKind\.(\w+)", RegexOptions.Singleline);
        if (made.Success)
            return Enum.Parse<ErrorKind>(made.Groups[1].Value);
        return Regex.IsMatch(file, @"[\\/](Sql|Scripts)[\\/]") ? ErrorKind.InvalidScript
            : file.EndsWith("PlanProblem.cs", StringComparison.Ordinal) ? ErrorKind.Refused
            : file.EndsWith("RunOutcome.cs", StringComparison.Ordinal) ? ErrorKind.CheckFailed
            : ErrorKind.InvalidProject;
    }

    [GeneratedRegex(@"""(?<id>[A-Z][a-z]+[A-Za-z0-9]{3,})"",")]
    private static partial Regex First();

    [GeneratedRegex(@"\bErrorKind\.(\w+)")]
    private static partial Regex Kind();

    [GeneratedRegex(@"(?<=(?<name>\w*)\s*\((?:\w+, )*\s*|\.Id : )\G")]
    private static partial Regex Helper();

    [GeneratedRegex("^[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+$")]
    private static partial Regex Id();

    [GeneratedRegex(@"\G\s*\{")]
    private static partial Regex Begin();
}
