using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>A written procedure: its steps are reported when they begin and when they end, in order.</summary>
public sealed class Procedure(IOperationHost host, params string[] names)
{
    private readonly List<StepReport> _reports = [];

    /// <summary>The seed's migration process.</summary>
    public static Procedure Migration(IOperationHost host) =>
        new(host, "Create backup", "Run migration", "Verify functionality", "Document changes", "Get approval");

    /// <summary>The seed's rollback process.</summary>
    public static Procedure Rollback(IOperationHost host) =>
        new(host, "Stop applications", "Run rollback script", "Restore from backup", "Verify restoration", "Resume operations");

    /// <summary>How each step ended, those not begun included.</summary>
    public IReadOnlyList<StepReport> Reports =>
        [.. _reports, .. names.Skip(_reports.Count).Select((name, i) => new StepReport(_reports.Count + i + 1, names.Length, name, StepState.Pending))];

    /// <summary>Runs the next step.</summary>
    public async Task StepAsync(Func<Task<StepOutcome>> step)
    {
        var number = _reports.Count + 1;
        var report = new StepReport(number, names.Length, names[number - 1], StepState.Running);
        host.Step(report);
        try
        {
            var outcome = await step();
            report = report with { State = outcome.State, Detail = outcome.Detail };
        }
        catch (Exception error)
        {
            report = report with { State = StepState.Failed, Detail = error is OperationCanceledException ? "Cancelled." : error.Message };
            throw;
        }
        finally
        {
            _reports.Add(report);
            host.Step(report);
        }
    }
}
