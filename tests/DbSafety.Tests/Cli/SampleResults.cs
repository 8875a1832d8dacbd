using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Connections;
using DbSafety.Core.Results.Journals;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Core.Results.Approvals;
using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Core.Results.Repairs;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Tests.Cli;

/// <summary>One result of each type.</summary>
internal static class SampleResults
{
    private static readonly DateTimeOffset Moment = new(2024, 12, 15, 14, 30, 22, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(1250);

    public static TableRestore Restore { get; } = new(
        "20241215_143022", "public.products", RestoreMode.Merge, 1204, 3, 1, 0, 2, Verified: true, Changed: true, SideSchema: null, Span, ["größer"])
    {
        Locks = [new TableLock("public.products", "SHARE ROW EXCLUSIVE", "writers wait, readers go on", Span, "measured")],
    };

    public static AppHealth Health { get; } = new("shop front", "http", Passed: false, Span, "503 [Service Unavailable]");

    public static LogicalBackup Backup { get; } = new(
        "20241215_143022", "farm", "development", "18.1", Moment, Span, "/backups", "/backups/backup_20241215_143022.json",
        [new BackupTable("public.products", "backup_20241215_143022_products.sql.gz", 20_480, "ab", 1204, "d1:ab", "cd")],
        1204, 20_480, 98_304, null, ["A [warning]."]);

    public static MigrationRun Run { get; } = new(
        "run-1", "development", "development", MigrationDirection.Up, MigrationOutcome.FailedRolledBack,
        [new MigrationRunItem("0001_create_products", MigrationOutcome.FailedRolledBack, 3, 1, ["public.products"], Span, ["NOTICE [x]"], "line 3")],
        Backup, [], [Health], Moment, Span, "/migrations/LOG.md");

    public static MigrationRehearsal Rehearsal { get; } = new(
        "0001_create_products", "development",
        new RehearsalCertificate { Verdict = RehearsalVerdict.Lossy, Reason = "Not the data [here].", UpChecksum = "sha256:ab", Losses = [new DataLoss("public.products", ["price"], 3, "3 rows")] },
        [], Span, "database s on server", "/plans/certificates/development/0001_create_products.json");

    public static MigrationRepair Repair { get; } = new(
        "0002_index", "development", MigrationDirection.Up, MigrationState.Partial,
        [new StatementRepair(2, 4, "CREATE INDEX", StatementState.Debris, "the invalid index public.\"i[1]\"", ["DROP INDEX CONCURRENTLY IF EXISTS public.\"i[1]\""])],
        ["server process 8 [x]"], RepairAction.None, "The migration did not end [here].", ["dbsafety repair 0002_index --finish (applies the rest)"]);

    public static IReadOnlyList<object> All { get; } =
    [
        Restore, Health, Backup, Run,
        new BackupTest("20241215_143022", "public.products", FileIntact: true, Restored: null, null, null, null, Passed: false, 1204, Span, ["not restored"]),
        new BackupRetention("20241215_143022", "farm", Moment, 3, 20_480, Moment, RetentionDecision.WouldRemove, ["No [rule] keeps it."], "/backups"),
        new MigrationInfo("0001_create_products", "create products", MigrationState.Changed, "development", Moment, "me@here", Span, true, false, "sha256:ab", "20241215_143022", "run-1", "/m/0001.sql"),
        Rehearsal,
        new MigrationFiles("0001_create_products", "/m/0001.sql", "/r/0001.sql", "/v/0001.sql"),
        new SafetyProject("/database", "farm", ["/database/dbsafety.yaml"], ["/database/seeds"]),
        new SchemaDifference("index farm.\"O[1]\"", SchemaChange.Changed, DifferenceSeverity.Speed, "index", "farm.orders", ["- [a]", "+ [b]"], "CREATE INDEX [a];\n", null),
        new SchemaExport("/database/schema", "farm", 12, ["schemas/farm/tables/orders.sql"], ["schemas/farm/views/old.sql"], 10, "ab", ["[x] is not scripted."]),
        new MigrationHazard("LK01", HazardSeverity.Error, "Index built with writes locked out", "0002_index", "/m/0002_index.sql", 3, 1, "farm.orders", "Writes wait [long].",
            "CREATE INDEX CONCURRENTLY i ON farm.orders (note);", null, "CREATE INDEX i ON farm.orders (note)"),
        new SafetyPlan
        {
            Digest = "sha256:ab", Project = "farm", Target = "production", Environment = "production", Database = "farm on db1", ServerVersion = 180001,
            Migrations = [new PlannedChange("0002_index", "migrations/0002_index.sql", "sha256:cd", null, null, null, ["a [column] is dropped"], ["farm.orders"], null, [])],
            Forecast = [new LockForecast("0002_index", 3, "farm.orders", DbSafety.Core.Results.Rehearsals.LockMode.AccessExclusive, Span, 12.5, 3, Span, null, "size")],
            Backups = [new PlannedBackup("farm.orders", 98_304)], Approvals = [new NeededApproval("majorMigration", "after a major migration", ["it [drops]"])], Refusals = ["too [long]"],
        },
        new PlanApproval
        {
            Plan = "sha256:ab", Path = "/plans/[1].json", Action = "migrate", Target = "production", Environment = "production", State = PlanApprovalState.BreakGlass, Requester = "ada", Reason = "it [burns]",
            RequestedAt = Moment, Expires = Moment, PeopleNeeded = 2, Decisions = [new PlanDecision("bo[b]", "breakGlass", Moment, Moment, "it [burns]", "sha256:cd")], Problems = ["not [this]"],
            Content = ["line 1: SELECT [x]"], ToSign = "/plans/[1].tosign", NextStep = "dbsafety approve [1]",
        },
        new SafetyKey("/keys/[a].pem", "/keys/[a].pub.pem", "ECDSA P-256", "sha256:ab", ["keys: [a.pub.pem]"]),
        new AppConnection { ProcessId = 4711, Database = "farm", Role = "shop", Application = "web [1]", Client = "local", State = "active", StateAge = Span, BlockedBy = [12], Query = "SELECT [x]" },
        new StoppedConnection(4711, "farm", "shop", "web [1]", ConnectionFate.NotAllowed, "no [right]"),
        new ConnectionLease { Id = "l-1", Database = "farm", Way = SuspensionWay.Connect, State = LeaseState.Active, Since = Moment, Until = Moment, KeptOut = ["PUBLIC", "a[b]"], StillAllowed = ["post[gres]"], File = "/leases/[1]" },
        Repair,
        new StoppedRun("development", "run-1", "'dbsafety lock me@here' (server process 7)", ["server process 8 [x]"], [Repair], "There in part.", "dbsafety repair"),
        new DatabaseHealth
        {
            Database = "farm", ServerVersion = "18.1", At = Moment, State = HealthState.Critical, Metrics = [new HealthMetric("tablespace_bytes{tablespace=\"[x]\"}", 12, HealthState.Warning, "a [b]")],
            Queries = [new QueryLoad(1, "SELECT [x]", 3, Span, Span, 3, 0.5)], Plans = [new QueryPlan("q [1]", "SELECT 1", ["Result [x]"], 0.01, Span, 1)], NotSeen = ["the [rest]"],
        },
        new HealthChange("plan", "q [1]", HealthState.Critical, 120, "cost 1", "cost 120", "the index [i] is gone", ["Seq Scan [x]"]),
        new IntegrityCheck("foreign-keys", "farm.\"o[1]\"", IntegrityState.Failed, 3, "3 rows [x]"),
        new SafetyJournalEvent(7, Moment, "restored", "farm", "run-1", null, null, "me@here", "ops[1]", JournalPlace.Both, Span, "Restore-FromBackup; [x]", "{\"command\":\"Restore-FromBackup\"}", "ab"),
        new JournalCheck("farm", "farm on db1", "/journal/[1].jsonl", 7, 8, 1, new JournalHead(7, "ab"), Passed: false, [new JournalFinding("JournalRowEdited", false, JournalPlace.Database, 3, "The [row]."), new JournalFinding("FileBehind", true, JournalPlace.File, null, "The [file].")]),
        new IncidentReport("run-1", "migration-failed on [it]", IncidentSeverity.High, Closed: false, ["Find [out]"], "/runs/run-1/incident.md", "/runs/run-1/incident.html", "ab", "It [failed]."),
        new RunbookInfo("migration-failed", "When [it] fails.", "migration.failed", ["migration*: string"], ["Stop [it]"], BuiltIn: true, "(built-in)", "ab", null),
        new RunbookTest("migration-failed", Passed: false, ["line 3: [x]"], ["a [warning]"], "/runbooks/[1].yaml"),
        new SafetyRun("run-1", "migration-failed", RunStatus.Waiting, "production", Moment, null,
            [new SafetyRunStep("1", "Stop [it]", StepState.Succeeded, "Stop-AppConnection", StepEffect.Changes, Moment, Span, 1, "d[one]", null)],
            "Who [owns] it?", "me@here", "/runs/run-1", "dbsafety resume-run run-1 --answer \"…\""),
        new SeedFileResult("/seeds/growers.sql", "development", 4, 120, Span),
    ];
}
