using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Retention;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Operations;

/// <summary>Removes backup sets: asks the target's journal what is still needed, decides, shows, asks, removes.</summary>
internal sealed class RemoveLogicalBackupOperation : IOperation<RemoveLogicalBackupOptions>
{
    public async Task RunAsync(RemoveLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var rules = RulesOf(options);
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var store = new BackupStore(BackupFolders.Of(options.Path, target.Project, host));
        var sets = await store.ListAsync(host, cancellationToken);
        var needs = await NeededBackups.AskAsync(target.Sessions, cancellationToken);
        var own = sets.Where(needs.IsOfThisDatabase).ToList();
        var files = await store.SizesAsync(cancellationToken);
        var items = options.Backup is { } named
            ? [PlanOne(await store.FindAsync(named, host, cancellationToken), own, files, needs)]
            : RetentionPlanner.Plan(own, files, rules, needs.Reasons, host.Time.GetUtcNow());
        foreach (var other in options.Backup is null ? sets.Except(own) : [])
            host.Write(new RetentionItem(other, false, [needs.WhyNot(other)]).ToResult(RetentionDecision.Kept));

        var confirmed = await ConfirmAsync(items, target, host, cancellationToken) && !options.WhatIf;
        if (!confirmed)
        {
            await RemoveAsync(items, confirmed, store, host, cancellationToken);
            return;
        }

        var detail = new JsonObject { ["folder"] = store.Folder, ["backups"] = new JsonArray([.. items.Where(item => item.Removes).Select(item => JsonValue.Create(item.Set.Id))]) };
        await CommandAudit.RunAsync(target, "Remove-LogicalBackup", detail, host, async audit =>
        {
            await RemoveAsync(items, confirmed, store, host, cancellationToken);
            audit.Done(JournalEvent.BackupsRemoved, detail);
        }, cancellationToken);
    }

    private static RetentionRules RulesOf(RemoveLogicalBackupOptions options)
    {
        var rules = new RetentionRules
        {
            Last = options.Keep ?? 0,
            Daily = options.KeepDaily ?? 0,
            Weekly = options.KeepWeekly ?? 0,
            Monthly = options.KeepMonthly ?? 0,
            Yearly = options.KeepYearly ?? 0,
            OlderThan = options.OlderThan,
        };
        if (new[] { rules.Last, rules.Daily, rules.Weekly, rules.Monthly, rules.Yearly }.Any(count => count < 0) || rules.OlderThan < TimeSpan.Zero)
            throw Wrong("A number of backups to keep, or an age, is below zero.", "Give numbers from 0 on.");
        if (options.Backup is null && rules.IsEmpty)
            throw Wrong("No rule says which backups to keep.", "Give --keep, --keep-daily, --keep-weekly, --keep-monthly, --keep-yearly or --older-than, or name one backup; see first with --what-if.");
        if (options.Backup is not null && !rules.IsEmpty)
            throw Wrong("A backup is named, and rules are given too.", "Name the backup, or give rules.");
        return rules;
    }

    private static RetentionItem PlanOne(BackupSet named, IReadOnlyList<BackupSet> own, IReadOnlyDictionary<string, long> files, NeededBackups needs) =>
        needs.IsOfThisDatabase(named) ? RetentionPlanner.PlanOne(named, own, files, needs.Reasons) : new RetentionItem(named, false, [needs.WhyNot(named)]);

    private static async Task<bool> ConfirmAsync(IReadOnlyList<RetentionItem> items, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        var goes = items.Where(item => item.Removes).ToList();
        if (goes.Count == 0)
            return false;
        var lines = goes.Select(item => $"{item.Set.Id}: {item.Set.Manifest.Tables.Count} tables, made {item.Set.Manifest.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC").ToList();
        return await host.ConfirmAsync(new Confirmation(
            $"backups of {target.Sessions.Description}", $"Remove {goes.Count} of {items.Count} backup sets for good: {string.Join(", ", goes.Select(item => item.Set.Id))}",
            ChangeImpact.High, lines), cancellationToken);
    }

    private static async Task RemoveAsync(IReadOnlyList<RetentionItem> items, bool confirmed, BackupStore store, IOperationHost host, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var item in items)
        {
            var problem = item.Removes && confirmed ? await new SetRemover(item.Set.Store, host).RemoveAsync(item.Set, cancellationToken) : null;
            var decision = !item.Removes ? RetentionDecision.Kept
                : !confirmed ? RetentionDecision.WouldRemove
                : problem is null ? RetentionDecision.Removed : RetentionDecision.NotRemoved;
            host.Write(item.ToResult(decision, problem));
            if (problem is not null)
                problems.Add($"{item.Set.Id}: {problem}");
        }

        if (confirmed)
            await new SetRemover(store.Files, host).FinishAsync(cancellationToken);
        if (problems.Count > 0)
        {
            throw new DbSafetyException("BackupNotRemoved", ErrorKind.Storage, $"{problems.Count} of the backup sets could not be removed wholly. {problems[0]}")
            {
                State = "The other sets were removed. No set that is still listed lacks a file.",
                NextStep = "See to who uses the files and whether they may be deleted, then run the command again.",
                Detail = problems,
            };
        }
    }

    private static DbSafetyException Wrong(string message, string nextStep) =>
        new("RetentionInvalid", ErrorKind.InvalidArgument, message) { State = "Nothing was removed.", NextStep = nextStep };
}
