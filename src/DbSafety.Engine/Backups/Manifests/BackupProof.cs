namespace DbSafety.Engine.Backups.Manifests;

/// <summary>The record of a proof, in a file beside the manifest.</summary>
/// <param name="Id">The set's id.</param>
/// <param name="Manifest">The self hash of the manifest that was proven: the proof of an altered set counts for nothing.</param>
/// <param name="Proven">When.</param>
/// <param name="By">Who ran it.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Server">The server that it was restored on.</param>
/// <param name="Tables">How many tables were restored and compared.</param>
/// <param name="Rows">How many rows were compared.</param>
public sealed record BackupProof(string Id, string Manifest, DateTimeOffset Proven, string By, string Machine, string Server, int Tables, long Rows);
