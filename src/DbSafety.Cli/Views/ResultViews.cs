using DbSafety.Core.Results;
using DbSafety.Core.Results.Approvals;
using DbSafety.Core.Results.Connections;
using DbSafety.Core.Results.Journals;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Core.Results.Repairs;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Cli.Views;

/// <summary>The view of each result type; a type without one of its own gets a plain table of its simple properties.</summary>
internal static class ResultViews
{
    private static readonly IReadOnlyDictionary<Type, IResultView> Own = new Dictionary<Type, IResultView>
    {
        [typeof(LogicalBackup)] = new LogicalBackupView(),
        [typeof(BackupTest)] = new BackupTestView(),
        [typeof(BackupRetention)] = new BackupRetentionView(),
        [typeof(TableRestore)] = new TableRestoreView(),
        [typeof(MigrationInfo)] = new MigrationInfoView(),
        [typeof(MigrationRun)] = new MigrationRunView(),
        [typeof(MigrationRepair)] = new MigrationRepairView(),
        [typeof(StoppedRun)] = new StoppedRunView(),
        [typeof(MigrationRehearsal)] = new MigrationRehearsalView(),
        [typeof(MigrationFiles)] = new MigrationFilesView(),
        [typeof(SafetyProject)] = new SafetyProjectView(),
        [typeof(SeedFileResult)] = new SeedFileResultView(),
        [typeof(SchemaDifference)] = new SchemaDifferenceView(),
        [typeof(SchemaExport)] = new SchemaExportView(),
        [typeof(AppHealth)] = new AppHealthView(),
        [typeof(AppConnection)] = new AppConnectionView(),
        [typeof(ConnectionLease)] = new ConnectionLeaseView(),
        [typeof(StoppedConnection)] = new StoppedConnectionView(),
        [typeof(DatabaseHealth)] = new DatabaseHealthView(),
        [typeof(HealthChange)] = new HealthChangeView(),
        [typeof(IntegrityCheck)] = new IntegrityCheckView(),
        [typeof(SafetyJournalEvent)] = new SafetyJournalEventView(),
        [typeof(JournalCheck)] = new JournalCheckView(),
        [typeof(MigrationHazard)] = new MigrationHazardView(),
        [typeof(SafetyPlan)] = new SafetyPlanView(),
        [typeof(PlanApproval)] = new PlanApprovalView(),
        [typeof(SafetyKey)] = new SafetyKeyView(),
        [typeof(RunbookInfo)] = new RunbookInfoView(),
        [typeof(RunbookTest)] = new RunbookTestView(),
        [typeof(SafetyRun)] = new SafetyRunView(),
        [typeof(IncidentReport)] = new IncidentReportView(),
    };

    public static IResultView Of(Type result) => Own.GetValueOrDefault(result) ?? new PropertyView(result);
}
