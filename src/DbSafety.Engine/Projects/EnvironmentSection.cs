using DbSafety.Engine.Projects.Approving;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>environments</c> of <c>dbsafety.yaml</c>: what differs from the defaults there.</summary>
internal static class EnvironmentSection
{
    public static IReadOnlyList<EnvironmentPolicy> Read(YamlValues root)
    {
        var entries = YamlValues.OpenNames(root.Node("environments"), "environments", root.Problems);
        var policies = new List<EnvironmentPolicy>();
        foreach (var (key, node) in entries)
        {
            var policy = Environment(key, node, root);
            RefuseNearlyProduction(root, policy, key);
            policies.Add(policy);
        }

        return policies;
    }

    private static EnvironmentPolicy Environment(YamlScalar key, YamlNode node, YamlValues root)
    {
        var values = YamlValues.Open(node, $"environments.{key.Value}", ["production", "approvals", "backup", "rollback", "limits", "hazards", "forecast", "rehearsal", "emergencies"], root.Problems);
        var defaults = EnvironmentPolicy.Default(key.Value);
        var isProduction = values.Truth("production", defaults.IsProduction);
        if (defaults.IsProduction && !isProduction)
        {
            values.Invalid(values.Node("production")!, "The environment 'production' is production; it cannot be said not to be.",
                "Remove the line, or give the environment another name.");
        }

        var rollback = values.Group("rollback", "required", "applications", "drain");
        return defaults with
        {
            IsProduction = isProduction || defaults.IsProduction,
            Approvals = ApprovalSection.Read(values.Node("approvals"), values.PathOf("approvals"),
                isProduction && !defaults.IsProduction ? ApprovalPolicy.Default(isProduction: true) : defaults.Approvals, root.Problems),
            Backup = Backup(values.Group("backup", "required", "prove", "maxBytes"), defaults.Backup),
            RollbackRequired = rollback.Truth("required", defaults.RollbackRequired),
            SuspendForRollback = rollback.Choice("applications", "tell", "suspend", "tell") == "suspend",
            Emergencies = Emergencies(values.Group("emergencies", "migrationFailed", "rollbackFailed"), defaults.Emergencies),
            RollbackDrain = rollback.Span("drain", defaults.RollbackDrain),
            Rehearsal = values.Choice("rehearsal", isProduction ? "advised" : "off", "off", "advised", "required") switch
            {
                "required" => RehearsalRequirement.Required,
                "advised" => RehearsalRequirement.Advised,
                _ => RehearsalRequirement.Off,
            },
            Limits = Limits(values, defaults.Limits, root.Node("checks")),
            Hazards = HazardSection.Read(values),
            Forecast = Forecast(values.Group("forecast", "maxWaiting", "maxBlocked", "sample"), defaults.Forecast),
        };
    }

    // A slip in the one word that turns protection on would turn it off. Who means another word says production: true.
    private static void RefuseNearlyProduction(YamlValues root, EnvironmentPolicy policy, YamlScalar key)
    {
        if (!policy.IsProduction && NearestWord.Find(key.Value, [EnvironmentPolicy.Production]) is { } near)
        {
            root.Invalid(key, $"The environment {Safe.Key(key.Value)} is not production, but its name is nearly '{near}'. Did you mean '{near}'?",
                $"Write {near}, add production: true to it, or choose a name that cannot be mistaken for it.");
        }
    }

    private static BackupPolicy Backup(YamlValues group, BackupPolicy defaults)
    {
        var required = group.Truth("required", defaults.Required);
        var prove = group.Truth("prove", defaults.Prove && required);
        if (prove && !required)
            group.Invalid(group.Node("prove")!, $"{group.PathOf("prove")} is true where no backup is required.", "Write required: true, or prove: false.");
        return new BackupPolicy(required, prove, group.Size("maxBytes"));
    }

    private static EmergencyPolicy Emergencies(YamlValues group, EmergencyPolicy defaults)
    {
        bool Starts(string key, bool otherwise) => group.Choice(key, otherwise ? "start" : "print", "print", "start") == "start";

        return new EmergencyPolicy(Starts("migrationFailed", defaults.StartsAfterMigration), Starts("rollbackFailed", defaults.StartsAfterRollback));
    }

    private static ForecastPolicy Forecast(YamlValues group, ForecastPolicy defaults) => new()
    {
        MaxWaiting = group.Has("maxWaiting") ? group.Number("maxWaiting", 20, 0, 100_000) : defaults.MaxWaiting,
        MaxBlocked = group.Has("maxBlocked") ? group.Span("maxBlocked", TimeSpan.FromSeconds(5)) : defaults.MaxBlocked,
        Sample = group.Span("sample", defaults.Sample),
    };

    private static LimitPolicy Limits(YamlValues values, LimitPolicy defaults, YamlNode? checks)
    {
        var group = values.Group("limits", "lockTimeout", "lockAttempts", "deadline", "statementTimeout", "longStatementTimeout", "answerTimeout", "runLockWait", "preflight", "maxRows", "guard");
        return new LimitPolicy
        {
            LockTimeout = group.Span("lockTimeout", defaults.LockTimeout),
            LockAttempts = group.Number("lockAttempts", defaults.LockAttempts, 1, 1000),
            Deadline = group.Span("deadline", defaults.Deadline),
            StatementTimeout = group.Span("statementTimeout", defaults.StatementTimeout, noneAllowed: true),
            LongStatementTimeout = group.Span("longStatementTimeout", defaults.LongStatementTimeout, noneAllowed: true),
            AnswerTimeout = group.Span("answerTimeout", defaults.AnswerTimeout),
            RunLockWait = group.Span("runLockWait", defaults.RunLockWait),
            Preflight = group.Choice("preflight", "refuse", "refuse", "warn", "none") switch { "warn" => PreflightMode.Warn, "none" => PreflightMode.None, _ => PreflightMode.Refuse },
            MaxRows = group.Has("maxRows") ? group.Number("maxRows", 1_000_000, 1, int.MaxValue) : defaults.MaxRows,
            Guard = GuardSection.Read(group, defaults.Guard, checks),
        };
    }
}
