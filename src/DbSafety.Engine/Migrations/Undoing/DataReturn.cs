using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>Merges back from the backups what rollback scripts could not give back: columns by key into rows that are there, whole tables with all their rows.</summary>
internal sealed class DataReturn(Sessions sessions, IOperationHost host)
{
    /// <summary>What was brought back, one phrase each.</summary>
    public List<string> Returned { get; } = [];

    /// <summary>What was not, with the reason and the command.</summary>
    public List<string> Missing { get; } = [];

    public async Task RunAsync(IReadOnlyList<RemadeData> remade, CancellationToken cancellationToken)
    {
        // Tables of one set go together: foreign keys between them hold only when all are there.
        foreach (var group in remade.Where(data => data.Columns.Count == 0).GroupBy(data => data.Set.Id))
            await TryAsync([.. group], new RestoreRequest { Tables = [.. group.Select(data => data.Table)], Confirmed = true }, cancellationToken);
        foreach (var data in remade.Where(data => data.Columns.Count > 0))
            await TryAsync([data], new RestoreRequest { Tables = [data.Table], Mode = RestoreMode.Merge, Columns = data.Columns, Confirmed = true }, cancellationToken);
    }

    private async Task TryAsync(IReadOnlyList<RemadeData> data, RestoreRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var results = await TableRestorer.RestoreAsync(sessions, data[0].Set, request, host, cancellationToken);
            foreach (var one in data)
            {
                var restored = results.FirstOrDefault(result => result.Table == one.Name);
                if (restored is { Verified: false, Changed: true })
                    Missing.Add($"{one.What}: brought back, and not equal to the backup ({string.Join(" ", restored.Detail)})");
                else
                    Returned.Add($"{one.What} from {one.Set.Id}{(restored is null ? "" : $" ({restored.Inserted + restored.Updated:N0} rows)")}");
            }
        }
        catch (DbSafetyException error) when (error.Kind != ErrorKind.Cancelled)
        {
            Missing.AddRange(data.Select(one => $"{one.Line} (not brought back: {error.Message})"));
        }
    }
}
