using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Inputs;

/// <summary>Gives a runbook its inputs.</summary>
internal static class InputBinder
{
    /// <summary>The id of the error of an input that is missing or wrong.</summary>
    public const string InvalidInput = "RunbookInputInvalid";

    /// <summary>From words of the form <c>name=value</c>.</summary>
    /// <exception cref="DbSafetyException"><c>RunbookInputInvalid</c>.</exception>
    public static JsonObject FromWords(Runbook runbook, IReadOnlyList<string> words)
    {
        var given = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw Invalid(runbook, "An input is written as name=value.");
            var name = word[..at].Trim();
            var input = runbook.Inputs.FirstOrDefault(input => input.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(runbook, name);
            if (!given.TryAdd(input.Name, InputTypes.FromText(input.Type, word[(at + 1)..])))
                throw Invalid(runbook, $"The input {input.Name} is given twice.");
        }

        return Bind(runbook, given);
    }

    /// <summary>From what another runbook hands over.</summary>
    /// <exception cref="DbSafetyException"><c>RunbookInputInvalid</c>.</exception>
    public static JsonObject FromValues(Runbook runbook, IReadOnlyDictionary<string, StepValue> values, RunScope scope)
    {
        var given = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            var input = runbook.Inputs.FirstOrDefault(input => input.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(runbook, name);
            given[input.Name] = value.Resolve(scope);
        }

        return Bind(runbook, given);
    }

    private static JsonObject Bind(Runbook runbook, Dictionary<string, JsonNode?> given)
    {
        var bound = new JsonObject();
        foreach (var input in runbook.Inputs)
        {
            var value = given.TryGetValue(input.Name, out var own) ? own : input.Default?.DeepClone();
            if (InputTypes.Problem(input, value) is { } problem)
                throw Invalid(runbook, $"The input {input.Name} {problem}");
            bound[input.Name] = value;
        }

        return bound;
    }

    private static DbSafetyException Unknown(Runbook runbook, string name) => Invalid(runbook,
        $"'{name}' is not an input. {NearestWord.DidYouMean(name, runbook.Inputs.Select(input => input.Name))}".TrimEnd());

    private static DbSafetyException Invalid(Runbook runbook, string message) =>
        new(InvalidInput, ErrorKind.InvalidArgument, $"{runbook.Name}: {message}")
        {
            State = "Nothing was run.",
            NextStep = runbook.Inputs.Count == 0 ? "The runbook takes no inputs." : $"Give --input-value name=value for: {string.Join(", ", runbook.Inputs.Select(Describe))}.",
        };

    private static string Describe(RunbookInput input) => $"{input.Name} ({input.Type.ToString().ToLowerInvariant()}{(input.Required ? ", required" : "")})";
}
