using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Why a step fails by the runbook's own rules.</summary>
internal static class StepErrors
{
    public static DbSafetyException TimedOut(RunbookStep step, string address, TimeSpan span, Exception? inner = null) =>
        new("RunbookStepTimedOut", ErrorKind.LimitReached, $"Step {address}, {step.Title}, took longer than {Quantity.Show(span)} and was cancelled.", inner)
        {
            State = "What the command had begun was cancelled; the server takes back a transaction that was open.",
            NextStep = "Look at what holds it up (dbsafety status), or give the step a longer timeout.",
        };

    public static DbSafetyException NotExpected(RunbookStep step, string seen) =>
        new("RunbookExpectationFailed", ErrorKind.CheckFailed, $"Not as expected: {step.Expect!.Text}. {seen}")
        {
            State = "The step ran to its end; what it gave is in the journal of the run.",
            NextStep = "dbsafety runs shows what it gave.",
        };

    public static DbSafetyException NotPassed(string seen) =>
        new("RunbookCheckNotPassed", ErrorKind.CheckFailed, $"A check did not pass: {seen}")
        {
            State = "The step ran to its end; what it gave is in the journal of the run.",
            NextStep = "dbsafety runs shows what it gave.",
        };

    public static DbSafetyException Inner(RunbookStep step, string address) =>
        new("RunbookPartFailed", ErrorKind.CheckFailed, $"A part of step {address}, {step.Title}, failed.");

    public static DbSafetyException Answered(RunbookStep step) =>
        new("RunbookStepAbandoned", ErrorKind.Cancelled, $"A person said that the run is not to go on after {step.Title}.")
        {
            State = "What the step had done when it was cut off was not checked.",
            NextStep = "dbsafety status",
        };

    public static DbSafetyException Unforeseen(Exception error) =>
        new("Unexpected", ErrorKind.Unexpected, $"Something unforeseen happened: {error.Message} ({error.GetType().Name})", error)
        {
            State = "The step was stopped. What it did before that was not checked.",
            NextStep = "dbsafety status",
        };
}
