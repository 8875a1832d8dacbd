namespace DbSafety.Engine.Sql;

/// <summary>A place in a script: line and column, each from 1; a column counts characters, as PostgreSQL does.</summary>
public readonly record struct ScriptPosition(int Line, int Column);
