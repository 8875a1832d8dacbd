using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Connections.Leases;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Connections;

/// <summary>Keeps the applications out for the time of a procedure, where the policy says so.</summary>
internal sealed class ApplicationGate(ResolvedTarget target, IOperationHost host)
{
    private ConnectionLease? _lease;

    /// <summary>The policy wants the applications stopped.</summary>
    public bool IsWanted => target.Policy.SuspendForRollback;

    /// <summary>They are kept out now.</summary>
    public bool IsClosed => _lease is not null;

    /// <summary>Keeps them out; the sentence says how many sessions ended.</summary>
    public async Task<string> CloseAsync(string reason, CancellationToken cancellationToken)
    {
        var options = new SuspendAppConnectionOptions { Drain = target.Policy.RollbackDrain, Reason = reason };
        _lease = await new Suspension(target, host).BeginAsync(options, confirm: false, cancellationToken);
        return $"Applications are kept out ({_lease!.Way}, lease {_lease.Id}); {_lease.Ended} sessions ended, {_lease.Remaining} left.";
    }

    /// <summary>Lets them in again.</summary>
    public async Task<string> OpenAsync(CancellationToken cancellationToken)
    {
        var results = await new Resumption(target, host).RunAsync(_lease!.Id, _lease.File, [], confirm: false, cancellationToken);
        _lease = null;
        return results.All(result => result.State == LeaseState.Resumed) ? "Applications may connect as before." : "Applications may connect again; the warnings say what is not as before.";
    }

    /// <summary>After a failure: lets them in where the database is as it was before, else says that they are still kept out.</summary>
    public async Task AfterFailureAsync(bool isAsBefore)
    {
        if (!IsClosed)
            return;
        try
        {
            if (isAsBefore)
            {
                host.Warning($"Nothing was changed. {await OpenAsync(CancellationToken.None)}");
                return;
            }
        }
        catch (DbSafetyException error)
        {
            host.Warning($"The applications could not be let in again: {error.Message}");
        }

        host.Warning($"The applications are still kept out, by lease {_lease!.Id}. When the database is well: dbsafety resume");
    }
}
