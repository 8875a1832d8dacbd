using System.Management.Automation;
using DbSafety.Core.Errors;

namespace DbSafety.PowerShell.Errors;

/// <summary>Turns our one exception into PowerShell's error record: stable id, category, target, and what to do next.</summary>
internal static class ErrorRecords
{
    private static readonly Version RecommendationIsShown = new(7, 5);
    private static readonly string[] ItemParameters = ["Id", "Backup", "To", "Table", "File", "Name", "Path", "Target"];

    /// <param name="error">What went wrong.</param>
    /// <param name="cmdlet">The cmdlet, whose bound parameters name the item that it went wrong with.</param>
    public static ErrorRecord From(DbSafetyException error, PSCmdlet cmdlet)
    {
        var nextStep = NextStep(error);
        return new ErrorRecord(error, error.Id, ErrorCategories.For(error.Kind, error.SqlState), Target(error, cmdlet.MyInvocation.BoundParameters))
        {
            ErrorDetails = new ErrorDetails(Message(error, nextStep, ShowsRecommendation(cmdlet))) { RecommendedAction = nextStep ?? "" },
        };
    }

    /// <summary>What an error says where it is told as a text: all of it.</summary>
    public static string Text(DbSafetyException error) => Message(error, NextStep(error), showsRecommendation: false);

    private static string? NextStep(DbSafetyException error) => error.NextStep is null ? null : CommandWording.ForPowerShell(error.NextStep);

    /// <summary>PowerShell shows the recommended action itself since 7.5, in its default view of errors and in no other.</summary>
    private static bool ShowsRecommendation(PSCmdlet cmdlet) =>
        typeof(ErrorRecord).Assembly.GetName().Version >= RecommendationIsShown && cmdlet.GetVariableValue("ErrorView")?.ToString() is null or "ConciseView";

    /// <summary>What happened and what state things are in; what to do next where PowerShell does not show that itself.</summary>
    private static string Message(DbSafetyException error, string? nextStep, bool showsRecommendation)
    {
        var lines = new List<string> { error.State is null ? error.Message : $"{Sentence(error.Message)} {error.State}" };
        if (Place(error) is { } place)
            lines.Add($"  at {place}");
        lines.AddRange(error.Detail.Select(line => "  " + line));
        if (nextStep is not null && !showsRecommendation)
            lines.Add($"  Next: {nextStep}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or ':' ? text : text + ".";

    private static object? Target(DbSafetyException error, IReadOnlyDictionary<string, object?> parameters) =>
        Place(error) ?? ItemParameters.Select(name => parameters.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    private static string? Place(DbSafetyException error) => error switch
    {
        { Script: null } => null,
        { Line: null } => error.Script,
        { Column: null } => $"{error.Script}:{error.Line}",
        _ => $"{error.Script}:{error.Line}:{error.Column}",
    };
}
