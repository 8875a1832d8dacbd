using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>
/// Keeps a request or a decision in the target's journal too, where it can be reached and has one. It takes the run lock for that moment:
/// a row of ours must not come between those of a run. The file in <c>plans/</c> counts in any case.
/// </summary>
internal static class ApprovalJournal
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    public static async Task TryAppendAsync(DatabaseOptions options, JournalEntry entry, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
            await TryAppendAsync(target, entry, host, cancellationToken);
        }
        catch (DbSafetyException error)
        {
            host.Warning($"It stands in plans/ and not in the journal: {error.Message}");
        }
    }

    public static async Task TryAppendAsync(ResolvedTarget target, JournalEntry entry, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            await using var runLock = await RunLock.AcquireAsync(target.Sessions, host, Wait, cancellationToken);
            await using var session = await target.Sessions.OpenAsync("approval", cancellationToken);
            if (await JournalReader.ExistsAsync(session, cancellationToken))
                await new JournalWriter(host).AppendAsync(session, entry, cancellationToken);
            else
                host.Verbose("The database has no journal yet: it stands in plans/ only, until the first run.");
        }
        catch (Exception error) when ((PostgresErrors.IsDriverError(error) || error is DbSafetyException) && !cancellationToken.IsCancellationRequested)
        {
            host.Warning($"It stands in plans/ and not in the journal: {error.Message}");
        }
    }
}
