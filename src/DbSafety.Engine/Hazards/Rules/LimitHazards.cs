using DbSafety.Core.Results.Rehearsals;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql.Forms;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>The limits that are in effect when a statement runs, not those that the text mentions: LK27, LK28.</summary>
internal static class LimitHazards
{
    private const long TooLong = 10_000;

    public static void Check(StatementContext context)
    {
        var strongest = context.LocksOfExisting.OrderByDescending(claim => claim.Mode).FirstOrDefault();
        if (strongest is null || strongest.Mode < LockMode.ShareUpdateExclusive || context.Facts.RunsOutsideTransaction)
            return;
        var wait = Effective(context, "lock_timeout", context.Script.Header.LockTimeout ?? context.Limits.LockTimeout);
        if (wait == 0)
            context.Report("LK27", strongest.Table, $"lock_timeout is 0 here: while it waits for its {strongest.Mode.Words()} lock on {strongest.Table}, everybody else queues behind it without end.", Mend(context, "lock_timeout", "2s"));
        else if (wait > TooLong && strongest.Mode.BlocksWrites())
            context.Report("LK27", strongest.Table.ToString(), $"lock_timeout is {wait / 1000} s here: for so long everybody queues behind it while it waits for its lock on {strongest.Table}.", Mend(context, "lock_timeout", "2s"), severity: HazardSeverity.Warning);
        if (strongest.Mode.BlocksWrites() && Effective(context, "statement_timeout", context.Script.Header.StatementTimeout ?? context.Limits.StatementTimeout) == 0)
            context.Report("LK28", strongest.Table, $"Nothing ends this statement while it holds its {strongest.Mode.Words()} lock on {strongest.Table}.", Mend(context, "statement_timeout", "60s"));
    }

    /// <summary>What the script itself has set before this statement for the session; null where nothing.</summary>
    public static string? EffectiveInSession(StatementContext context, string setting)
    {
        string? value = null;
        foreach (var statement in context.Script.Statements.TakeWhile(statement => !ReferenceEquals(statement, context.Statement)))
        {
            if (FormReader.Read(statement) is SettingForm { Local: false } form && (form.Name == setting || form.Name == "all"))
                value = form.Value;
        }

        return value;
    }

    /// <summary>A duration as a setting has it, in milliseconds; null where it is none.</summary>
    public static long? Milliseconds(string value) => PostgresDuration.Parse(value.Trim('\'')) is { } span ? (long)span.TotalMilliseconds : null;

    // A transaction begins with the limits of the header or the policy; what the script sets in it comes after them.
    private static long? Effective(StatementContext context, string setting, TimeSpan begin)
    {
        long? value = (long)begin.TotalMilliseconds;
        foreach (var earlier in context.Before)
        {
            if (earlier.Form is SettingForm form && (form.Name == setting || form.Name == "all"))
                value = form.Value is { } text ? Milliseconds(text) : 0;
        }

        return value;
    }

    private static string Mend(StatementContext context, string setting, string value)
    {
        var inHeader = setting == "lock_timeout" ? context.Script.Header.LockTimeout is not null : context.Script.Header.StatementTimeout is not null;
        return inHeader ? $"-- dbsafety: {setting} {value}" : $"SET LOCAL {setting} = '{value}';\n-- or leave the setting to DbSafety, whose limit is in dbsafety.yaml";
    }
}
