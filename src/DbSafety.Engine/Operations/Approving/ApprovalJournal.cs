using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>
/// Keeps a request or a decision in the target's journal and in its file, where they can be reached. The envelope in <c>plans/</c> counts in
/// any case.
/// </summary>
internal static class ApprovalJournal
{
    public static async Task TryAppendAsync(DatabaseOptions options, JournalEntry entry, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
            await AuditLog.Of(target, host).WriteAsync(entry, cancellationToken);
        }
        catch (DbSafetyException error)
        {
            host.Warning($"It stands in plans/ and not in the journal: {error.Message}");
        }
    }
}
