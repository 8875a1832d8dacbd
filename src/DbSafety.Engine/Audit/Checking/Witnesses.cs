using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Plans;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>
/// Heads of the chain that were kept elsewhere: those that the command was given, those of the plans, and those of the signed requests,
/// which nobody changes without the keys of those who signed.
/// </summary>
internal static class Witnesses
{
    /// <exception cref="DbSafetyException"><c>JournalHeadInvalid</c>.</exception>
    public static IReadOnlyList<Witness> Find(IEnumerable<string> given, ResolvedTarget target) =>
        [.. given.Select(text => new Witness(Parse(text), "--head")), .. InPlans(target)];

    private static JournalHead Parse(string text)
    {
        var parts = text.Trim().Split(':');
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position) && parts[1].Length == 64 && parts[1].All(char.IsAsciiHexDigit))
            return new JournalHead(position, parts[1].ToLowerInvariant());
        throw new DbSafetyException("JournalHeadInvalid", ErrorKind.InvalidArgument, $"'{text}' is not the head of a journal.")
        {
            State = "Nothing was checked.",
            NextStep = "Give it as a report or a plan prints it: the position, a colon, and the 64 hexadecimal digits of the hash.",
        };
    }

    private static IEnumerable<Witness> InPlans(ResolvedTarget target)
    {
        var folder = target.Project?.Resolve(PlanFiles.Folder);
        if (folder is null || !Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Head(path, target.Name) is { } head)
                yield return new Witness(head, Path.GetFileName(path));
        }
    }

    // A plan, or an envelope (DSSE) whose payload is a request. What is neither is no witness.
    private static JournalHead? Head(string path, string target)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject body)
                return null;
            var (about, journal) = body["payload"] is JsonValue payload
                && JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)payload!))) is JsonObject statement
                ? (statement["target"], statement["journal"]) : (body["plan"]?["target"], body["observed"]?["journal"]);
            return (string?)about == target && journal is JsonObject head ? new JournalHead((long)head["position"]!, (string)head["hash"]!) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException or NullReferenceException)
        {
            return null;
        }
    }
}
