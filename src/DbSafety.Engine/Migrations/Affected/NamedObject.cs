using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>An object that a statement of a script names and may change.</summary>
internal sealed record NamedObject(string Path, SqlStatement Statement, AffectedObject Object);
