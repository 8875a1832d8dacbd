namespace DbSafety.Engine.Backups.Writing;

/// <summary>A table that a backup could hold.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>relkind</c>: r, p or f.</param>
/// <param name="IsPartition">It is a partition, whose rows are in the file of the partitioned table.</param>
/// <param name="PathPosition">Its schema's place in the search path; null where it is not in it.</param>
/// <param name="MayRead">The role may read it.</param>
/// <param name="Extension">The extension that made it; null for a table of the user's own.</param>
internal sealed record TableCandidate(TableName Name, char Kind, bool IsPartition, int? PathPosition, bool MayRead, string? Extension);
