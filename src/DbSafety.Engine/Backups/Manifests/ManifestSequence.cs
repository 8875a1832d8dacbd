namespace DbSafety.Engine.Backups.Manifests;

/// <summary>A sequence of a table, read after the snapshot was taken, so that its value is not behind any row of it.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Column">The column that owns it; null where a default uses it without owning it.</param>
/// <param name="LastValue">Its last value.</param>
/// <param name="IsCalled">Whether that value has been handed out.</param>
/// <param name="Increment">Its step; below zero it counts down.</param>
public sealed record ManifestSequence(string Schema, string Name, string? Column, long LastValue, bool IsCalled, long Increment);
