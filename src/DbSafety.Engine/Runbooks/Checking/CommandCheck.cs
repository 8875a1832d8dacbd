using DbSafety.Core.Commands;
using DbSafety.Core.Options;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Commands;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Resuming;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>The commands of a runbook: that they are there, and take what they are given.</summary>
internal static class CommandCheck
{
    // A runbook is called or escalated to, so that its steps stand in the one journal of the run.
    private static readonly string[] NotInSteps = ["Invoke-SafetyRunbook", "Resume-SafetyRun"];

    // A procedure that approved itself would need nobody.
    private static readonly string[] OnlyPeople = ["Approve-SafetyPlan", "Deny-SafetyPlan"];

    public static IEnumerable<RunbookProblem> Of(Runbook runbook) => StepWalk.All(runbook)
        .SelectMany(step => step.Action is PipelineAction action ? OfStep(runbook, step, action) : NoRetry(runbook, step));

    private static IEnumerable<RunbookProblem> OfStep(Runbook runbook, RunbookStep step, PipelineAction action)
    {
        for (var i = 0; i < action.Commands.Count; i++)
        {
            foreach (var problem in OfCommand(runbook, action.Commands[i], isFirst: i == 0))
                yield return problem;
        }

        if (step.Retry is not null && action.Commands.FirstOrDefault(command => !CommandTraits.IsRepeatable(command.Name)) is { } once)
        {
            yield return new RunbookProblem(runbook.Path, step.Place, $"A step with {once.Name} cannot be tried again: a second run might change things twice.",
                "Remove retry, or try again only what reads or finds its work done.");
        }
    }

    private static IEnumerable<RunbookProblem> NoRetry(Runbook runbook, RunbookStep step)
    {
        if (step.Retry is not null)
            yield return new RunbookProblem(runbook.Path, step.Place, "Only a step that runs commands can be tried again.", "Put retry on the command's own step.");
    }

    private static IEnumerable<RunbookProblem> OfCommand(Runbook runbook, PipelineCommand command, bool isFirst)
    {
        RunbookProblem At(SourcePlace place, string message, string next) => new(runbook.Path, place, message, next);

        var definition = CommandCatalog.All.FirstOrDefault(known => known.Name.Equals(command.Name, StringComparison.OrdinalIgnoreCase));
        if (definition is null)
        {
            if (!runbook.Commands.Any(foreign => foreign.Name.Equals(command.Name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return At(command.Place, $"{command.Name} is not a command of DbSafety, and the header does not name it. {NearestWord.DidYouMean(command.Name, CommandCatalog.All.Select(known => known.Name))}".TrimEnd(),
                    $"Mend the name; or, to run it in PowerShell, add to the header: commands: [{command.Name}]");
            }

            yield break;
        }

        if (NotInSteps.Contains(definition.Name))
            yield return At(command.Place, $"{definition.Name} is not run by a step.", "Write call: and the runbook's name.");
        if (OnlyPeople.Contains(definition.Name))
            yield return At(command.Place, $"{definition.Name} is a person's decision, and is not run by a step.", "Write approve: with what is to be approved; the run waits there until people have signed.");
        foreach (var (name, value) in command.Parameters)
        {
            if (ParameterValues.Find(definition, name) is not { } parameter)
                yield return At(value.Place, $"{definition.Name} has no parameter {name}. {NearestWord.DidYouMean(name, definition.Parameters.Select(known => known.Name))}".TrimEnd(), $"Its parameters are: {string.Join(", ", definition.Parameters.Select(known => known.Name))}.");
            else if (parameter.Name is nameof(CommandOptions.WhatIf) or nameof(CommandOptions.Force))
                yield return At(value.Place, $"{parameter.Name} is not given to a step: the run as a whole is shown with --what-if, and confirmed once.", "Remove it.");
            else if (value is LiteralValue or ListValue && !value.References.Any() && Mismatch(parameter, value) is { } mismatch)
                yield return At(value.Place, mismatch, "Mend the value.");
        }

        foreach (var missing in definition.Parameters.Where(parameter => parameter.Parameter.Required && (isFirst || !parameter.Parameter.FromPipeline)
            && !command.Parameters.Keys.Any(name => ParameterValues.Find(definition, name) == parameter)))
            yield return At(command.Place, $"{definition.Name} needs {missing.Name}.", $"Add {missing.Name}: with its value.");
    }

    private static string? Mismatch(ParameterDefinition parameter, StepValue value)
    {
        try
        {
            ParameterValues.Convert(parameter, value.Resolve(new RunScope([], [])));
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }
}
