using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>A lock that a second session saw.</summary>
internal readonly record struct SampledLock(uint Relation, LockMode Mode);
