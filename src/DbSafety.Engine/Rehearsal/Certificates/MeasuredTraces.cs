using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>What rehearsals for one target measured.</summary>
/// <param name="Store">Where that is kept.</param>
/// <param name="Target">The target's name.</param>
internal sealed record MeasuredTraces(CertificateStore Store, string Target)
{
    /// <summary>What exactly this up script was measured to do; null where it was not rehearsed.</summary>
    public Task<ScriptTrace?> FindAsync(string migration, string checksum, CancellationToken cancellationToken) => Store.FindTraceAsync(Target, migration, checksum, cancellationToken);
}
