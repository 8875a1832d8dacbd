using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Plans;

/// <summary>
/// The plan's file: <c>plan</c> is what is decided, and <c>digest</c> is the SHA-256 of its canonical form (see <see cref="CanonicalJson"/>);
/// <c>observed</c> is what was seen when it was made, which changes from minute to minute and binds nobody.
/// </summary>
internal static class PlanDocument
{
    /// <summary>What is done with it.</summary>
    public const string Action = "migrate";

    private const int Format = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationConverter() },
    };

    public static string Write(SafetyPlan plan, EnvironmentPolicy policy) => new JsonObject
    {
        ["digest"] = plan.Digest,
        ["plan"] = CanonicalJson.Sorted(Decided(plan, policy)),
        ["observed"] = new JsonObject
        {
            ["madeAt"] = plan.MadeAt.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["backups"] = JsonSerializer.SerializeToNode(plan.Backups, Options),
            ["forecast"] = JsonSerializer.SerializeToNode(plan.Forecast, Options),
            ["hazards"] = JsonSerializer.SerializeToNode(plan.Hazards, Options),
            ["journal"] = plan.Journal is { } head ? new JsonObject { ["position"] = head.Position, ["hash"] = head.Hash } : null,
            ["measured"] = Measured(plan),
            ["refusals"] = JsonSerializer.SerializeToNode(plan.Refusals, Options),
        },
    }.ToJsonString(Options) + "\n";

    /// <summary>What is decided: no size, no time and no traffic is in it.</summary>
    public static JsonObject Decided(SafetyPlan plan, EnvironmentPolicy policy) => new()
    {
        ["format"] = Format,
        ["action"] = Action,
        ["tool"] = plan.Tool,
        ["project"] = plan.Project,
        ["target"] = plan.Target,
        ["environment"] = plan.Environment,
        ["production"] = policy.IsProduction,
        ["database"] = plan.Database,
        ["identity"] = plan.Identity is { } identity ? new JsonObject { ["system"] = identity.System, ["oid"] = identity.Oid, ["name"] = identity.Name } : null,
        ["configuration"] = plan.Configuration,
        ["policy"] = plan.Policy,
        ["serverMajor"] = plan.ServerVersion / 10000,
        ["fingerprint"] = plan.Fingerprint,
        ["migrations"] = new JsonArray([.. plan.Migrations.Select(migration => Change(migration, plan))]),
        ["backup"] = new JsonObject
        {
            ["required"] = policy.Backup.Required,
            ["prove"] = policy.Backup.Prove,
            ["tables"] = Texts(plan.Backups.Select(backup => backup.Table)),
        },
        ["limits"] = new JsonObject
        {
            ["lockTimeoutMs"] = (long)policy.Limits.LockTimeout.TotalMilliseconds,
            ["lockAttempts"] = policy.Limits.LockAttempts,
            ["deadlineMs"] = (long)policy.Limits.Deadline.TotalMilliseconds,
            ["statementTimeoutMs"] = (long)policy.Limits.StatementTimeout.TotalMilliseconds,
            ["longStatementTimeoutMs"] = (long)policy.Limits.LongStatementTimeout.TotalMilliseconds,
        },
        ["approvals"] = new JsonArray([.. plan.Approvals.Select(approval => new JsonObject
        {
            ["point"] = approval.Point,
            ["how"] = approval.How,
            ["people"] = approval.People,
            ["roles"] = Texts(approval.Roles),
            ["why"] = Texts(approval.Why),
        })]),
    };

    private static JsonObject Change(PlannedChange migration, SafetyPlan plan) => new()
    {
        ["id"] = migration.Id,
        ["path"] = migration.Path,
        ["bytes"] = new JsonObject { ["up"] = migration.UpBytes, ["rollback"] = migration.RollbackBytes, ["verify"] = migration.VerifyBytes },
        ["fromStep"] = migration.FromStep,
        ["up"] = migration.UpChecksum,
        ["rollback"] = migration.RollbackChecksum,
        ["verify"] = migration.VerifyChecksum,
        ["irreversible"] = migration.Irreversible,
        ["major"] = Texts(migration.Major),
        ["tables"] = Texts(migration.Tables),
        ["certificate"] = migration.Verdict,
        ["steps"] = new JsonArray([.. migration.Steps.Select(step => new JsonObject
        {
            ["number"] = step.Number,
            ["inTransaction"] = step.InTransaction,
            ["statements"] = new JsonArray([.. step.Statements.Select(statement => new JsonObject { ["line"] = statement.Line, ["text"] = statement.Text, ["locks"] = Locks(statement) })]),
        })]),
        ["hazards"] = new JsonArray([.. plan.Hazards.Where(hazard => hazard.Migration == migration.Id).Select(hazard => new JsonObject
        {
            ["rule"] = hazard.Rule,
            ["severity"] = hazard.Severity.ToString().ToLowerInvariant(),
            ["line"] = hazard.Line,
            ["object"] = hazard.Object,
            ["allowedBecause"] = hazard.AllowedBecause,
        })]),
    };

    /// <summary>What a rehearsal measured, statement by statement.</summary>
    private static JsonArray Measured(SafetyPlan plan) => new([.. plan.Migrations.SelectMany(migration => migration.Steps.SelectMany(step => step.Statements)
        .Where(statement => statement.Measured is not null).Select(statement => new JsonObject
        {
            ["migration"] = migration.Id,
            ["line"] = statement.Line,
            ["durationOnShadow"] = JsonSerializer.SerializeToNode(statement.Measured!.Duration, Options),
            ["liveEstimate"] = JsonSerializer.SerializeToNode(statement.Measured.LiveEstimate, Options),
            ["locks"] = JsonSerializer.SerializeToNode(statement.Measured.Locks, Options),
            ["rewrites"] = JsonSerializer.SerializeToNode(statement.Measured.Rewrites, Options),
            ["rows"] = JsonSerializer.SerializeToNode(statement.Measured.Rows, Options),
            ["walBytes"] = statement.Measured.WalBytes,
        }))]);

    private static JsonArray Locks(PlannedStatement statement) => new([.. statement.Locks.Select(one => new JsonObject
    {
        ["table"] = one.Table,
        ["mode"] = one.Mode.ToString(),
        ["rewrites"] = one.Rewrites,
        ["scans"] = one.Scans,
    })]);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
