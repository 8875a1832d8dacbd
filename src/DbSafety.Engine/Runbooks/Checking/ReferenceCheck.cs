using System.Reflection;
using DbSafety.Core.Commands;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>The references of a runbook: that what they name will be there.</summary>
internal static class ReferenceCheck
{
    private static readonly string[] RunFacts = ["runId", "id", "runbook", "target", "path", "runs", "operator"];

    public static IEnumerable<RunbookProblem> Of(Runbook runbook)
    {
        var known = new Dictionary<string, RunbookStep>(StringComparer.Ordinal);
        foreach (var step in runbook.Steps.Concat(runbook.Always))
        {
            foreach (var problem in OfStep(runbook, step, known))
                yield return problem;
        }
    }

    private static IEnumerable<RunbookProblem> OfStep(Runbook runbook, RunbookStep step, Dictionary<string, RunbookStep> known)
    {
        RunbookProblem Wrong(ReferencePath path, string message, string next) => new(runbook.Path, step.Place, $"{path} {message}", next);

        foreach (var path in BeforeAction(step))
        {
            if (Problem(runbook, path, known, null) is var (message, next))
                yield return Wrong(path, message, next);
        }

        if (step.Action is GroupAction group)
        {
            foreach (var problem in group.Steps.SelectMany(inner => OfStep(runbook, inner, known)))
                yield return problem;
        }

        foreach (var path in step.Expect?.References ?? [])
        {
            if (Problem(runbook, path, known, step) is var (message, next))
                yield return Wrong(path, message, next);
        }

        if (step.Id is not null && !known.TryAdd(step.Id, step))
            yield return new RunbookProblem(runbook.Path, step.Place, $"Two steps have the id {step.Id}.", "Give one of them another.");
    }

    private static IEnumerable<ReferencePath> BeforeAction(RunbookStep step) => (step.When?.References ?? []).Concat(step.Action switch
    {
        PipelineAction pipeline => pipeline.Commands.SelectMany(command => command.Parameters.Values).SelectMany(value => value.References),
        AskAction ask => ask.Text.References,
        ApproveAction approve => approve.Subject.SelectMany(value => value.References),
        CallAction call => call.With.Values.SelectMany(value => value.References),
        _ => [],
    }).Concat(step.OnFailure.With.Values.SelectMany(value => value.References));

    private static (string Message, string Next)? Problem(Runbook runbook, ReferencePath path, Dictionary<string, RunbookStep> known, RunbookStep? expecting)
    {
        var first = path.Segments.Count > 0 ? path.Segments[0].Name : null;
        switch (path.Root)
        {
            case "inputs" when first is null || !runbook.Inputs.Any(input => input.Name.Equals(first, StringComparison.OrdinalIgnoreCase)):
                return ($"is not an input. {NearestWord.DidYouMean(first ?? "", runbook.Inputs.Select(input => input.Name))}".TrimEnd(), "Declare it under inputs.");
            case "steps" when first is null || !known.TryGetValue(first, out _):
                return ($"is not the id of a step before this one. {NearestWord.DidYouMean(first ?? "", known.Keys)}".TrimEnd(), "Give that step an id, or mend the name.");
            case "steps":
                return Property(known[first], path.Segments.Skip(1));
            case "output" when expecting is null:
                return ("is only there in expect.", "Give the step an id, and write $steps.<id> after it.");
            case "output":
                return Property(expecting!, path.Segments);
            case "run" when first is not null && !RunFacts.Contains(first, StringComparer.OrdinalIgnoreCase):
                return ($"is not there. {NearestWord.DidYouMean(first, RunFacts)}".TrimEnd(), $"The run has: {string.Join(", ", RunFacts)}.");
            default:
                return null;
        }
    }

    /// <summary>Of our own commands it is known which properties their objects have.</summary>
    private static (string Message, string Next)? Property(RunbookStep step, IEnumerable<ReferenceSegment> segments)
    {
        var type = ResultType(step);
        foreach (var segment in segments)
        {
            if (type is null)
                return null;
            if (segment.Name is not { } name || name.Equals("Count", StringComparison.OrdinalIgnoreCase))
                continue;
            if (type == typeof(string) || type.IsPrimitive || type.IsEnum || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
                return ($"is not there: {type.Name} has no properties.", "Mend the reference.");
            if (type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not { } property)
            {
                var names = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(candidate => candidate.Name).ToList();
                return ($"is not there: {type.Name} has no {name}. {NearestWord.DidYouMean(name, names)}".TrimEnd(), $"It has: {string.Join(", ", names)}.");
            }

            type = ItemType(property.PropertyType);
        }

        return null;
    }

    private static Type? ResultType(RunbookStep step) => step.Action switch
    {
        PipelineAction action => CommandCatalog.Find(action.Commands[^1].Name)?.Command.Result,
        GroupAction { Steps: [.., var last] } => ResultType(last),
        _ => null,
    };

    private static Type ItemType(Type type)
    {
        if (type != typeof(string) && type.GetInterfaces().Append(type).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list)
            type = list.GetGenericArguments()[0];
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
