using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>
/// Whether a step gave what is expected of it: its <c>expect</c> holds for every object, of which there is at least one; without an
/// <c>expect</c>, no object says of itself that it did not pass.
/// </summary>
internal static class Expectations
{
    public static StepResult Judge(RunbookStep step, RunScope scope, StepResult result)
    {
        var objects = result.Output switch { null => [], JsonArray array => array.ToArray(), var one => [one] };
        if (step.Expect is { } expect)
        {
            if (objects.Length == 0 && expect.References.Any(path => path.Root == "output"))
                return Fail(result, StepErrors.NotExpected(step, "The step gave nothing."));
            var views = objects.Length == 0 ? [null] : objects;
            foreach (var view in views)
            {
                if (!expect.Holds(scope.With(view)))
                    return Fail(result, StepErrors.NotExpected(step, $"It gave {Seen(view)}"));
            }

            return result;
        }

        var bad = objects.FirstOrDefault(item => item is JsonObject map && map["passed"] is JsonValue passed && passed.GetValueKind() == JsonValueKind.False);
        return bad is null ? result : Fail(result, StepErrors.NotPassed(Seen(bad)));
    }

    private static StepResult Fail(StepResult result, Core.Errors.DbSafetyException error) => result with { State = StepState.Failed, Error = error };

    private static string Seen(JsonNode? node)
    {
        var text = JsonText.Show(node);
        return text.Length > 300 ? text[..300] + "…" : text;
    }
}
