using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>The approval that a restore waits for.</summary>
internal interface IRestoreApproval
{
    /// <summary>Asks, once it is known what would be done with each table.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">It is not approved.</exception>
    Task AskAsync(IReadOnlyList<RestorePlan> plans, DatabaseSchema live, NpgsqlConnection session, CancellationToken cancellationToken);

    /// <summary>Uses the approval up: the next statement goes to the live tables.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">Somebody else has used it meanwhile.</exception>
    Task UseAsync(CancellationToken cancellationToken);
}
