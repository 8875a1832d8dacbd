using System.Text.Json.Nodes;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Inputs;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>Calls and escalations: that the other runbook gets its inputs, and that no circle is made of them.</summary>
internal static class HandoverCheck
{
    public static IEnumerable<RunbookProblem> Of(Runbook runbook, RunbookLibrary library)
    {
        foreach (var step in StepWalk.All(runbook))
        {
            var handovers = new List<(string Name, IReadOnlyDictionary<string, StepValue> With)>();
            if (step.Action is CallAction call)
                handovers.Add((call.Runbook, call.With));
            if (step.OnFailure.EscalatesTo is { } escalated)
                handovers.Add((escalated, step.OnFailure.With));
            foreach (var (name, with) in handovers)
            {
                if (!library.All.TryGetValue(name, out var other))
                    continue;
                foreach (var problem in Inputs(runbook, step, other, with))
                    yield return problem;
                if (Reaches(other, runbook.Name, library, []))
                    yield return new RunbookProblem(runbook.Path, step.Place, $"{runbook.Name} hands over to {name}, which leads back to it: the run might never end.", "Break the circle: let one of them end with a step that a person answers.");
            }
        }
    }

    private static IEnumerable<RunbookProblem> Inputs(Runbook runbook, RunbookStep step, Runbook other, IReadOnlyDictionary<string, StepValue> with)
    {
        foreach (var (name, value) in with)
        {
            var input = other.Inputs.FirstOrDefault(input => input.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (input is null)
                yield return new RunbookProblem(runbook.Path, value.Place, $"{other.Name} has no input {name}. {NearestWord.DidYouMean(name, other.Inputs.Select(known => known.Name))}".TrimEnd(), $"Its inputs are: {string.Join(", ", other.Inputs.Select(known => known.Name))}.");
            else if (!value.References.Any() && InputTypes.Problem(input, value.Resolve(new RunScope([], new JsonObject()))) is { } problem)
                yield return new RunbookProblem(runbook.Path, value.Place, $"The input {input.Name} of {other.Name} {problem}", "Mend the value.");
        }

        foreach (var missing in other.Inputs.Where(input => input.Required && !with.Keys.Contains(input.Name, StringComparer.OrdinalIgnoreCase)))
            yield return new RunbookProblem(runbook.Path, step.Place, $"{other.Name} needs the input {missing.Name}.", $"Add it under with, such as {missing.Name}: $inputs.{missing.Name}");
    }

    private static bool Reaches(Runbook from, string name, RunbookLibrary library, HashSet<string> seen) => from.Name == name
        || (seen.Add(from.Name) && RunbookLibrary.Mentions(from).Any(mention => library.All.TryGetValue(mention.Name, out var next) && Reaches(next, name, library, seen)));
}
