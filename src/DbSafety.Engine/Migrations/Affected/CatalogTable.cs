using DbSafety.Engine.Backups;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>A table of the live database that has rows of its own, or partitions that have.</summary>
internal sealed record CatalogTable(uint Oid, TableName Name);
