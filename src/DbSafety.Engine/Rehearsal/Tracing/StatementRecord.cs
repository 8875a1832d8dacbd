using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>A statement's trace while its transaction is open: how long its locks are held is not known yet.</summary>
internal sealed class StatementRecord(StatementTrace trace, long started)
{
    public StatementTrace Trace { get; set; } = trace;

    public long Started { get; } = started;

    public List<(BaseRelation Relation, LockMode Mode, bool Sampled)> Locks { get; } = [];
}
