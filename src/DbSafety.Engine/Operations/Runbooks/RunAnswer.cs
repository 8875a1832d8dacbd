using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Takes the answer that comes with the command.</summary>
internal static class RunAnswer
{
    /// <exception cref="DbSafetyException"><c>RunAnswerInvalid</c>.</exception>
    public static void Take(RunJournal journal, IReadOnlyList<string> words, IOperationHost host)
    {
        if (words.Count == 0)
            return;
        var waiting = journal.Events[^1];
        if (waiting.Kind != RunEventKind.Waiting)
            throw Invalid("The run does not wait for an answer.", "Leave out --answer.");
        if ((string?)waiting.Detail["kind"] == "approval")
            throw Invalid("The run waits for an approval, which no prepared answer gives.", "Resume it at a console, where the approver is asked.");
        journal.Append(RunEventKind.Answered, waiting.Address, new JsonObject
        {
            ["answer"] = Answer(waiting, words),
            ["by"] = $"{host.UserName}@{host.MachineName}",
        });
    }

    private static JsonNode Answer(RunEvent waiting, IReadOnlyList<string> words)
    {
        var fields = Names(waiting, "fields");
        if (fields.Count > 0)
            return Fields(fields, words);
        var text = string.Join(" ", words);
        var choices = Names(waiting, "choices");
        if (choices.Count > 0 && !choices.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw Invalid($"'{text}' is not one of the answers.", $"Answer with one of: {string.Join(", ", choices)}.");
        return JsonValue.Create(text);
    }

    private static JsonObject Fields(IReadOnlyList<string> fields, IReadOnlyList<string> words)
    {
        var answer = new JsonObject();
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var name = at > 0 ? fields.FirstOrDefault(field => field.Equals(word[..at].Trim(), StringComparison.OrdinalIgnoreCase)) : null;
            answer[name ?? throw Invalid("Each answer is written as name=value.", $"The names are: {string.Join(", ", fields)}.")] = word[(at + 1)..];
        }

        return fields.FirstOrDefault(field => !answer.ContainsKey(field)) is { } missing ? throw Invalid($"The answer lacks {missing}.", $"Give all of: {string.Join(", ", fields)}.") : answer;
    }

    private static List<string> Names(RunEvent waiting, string key) => [.. (waiting.Detail[key] as JsonArray ?? []).Select(name => (string)name!)];

    private static DbSafetyException Invalid(string message, string next) =>
        new("RunAnswerInvalid", ErrorKind.InvalidArgument, message) { State = "Nothing was run.", NextStep = next };
}
