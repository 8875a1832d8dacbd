namespace DbSafety.Engine.Sql;

/// <summary>
/// What <c>ALTER TYPE … ADD VALUE</c> adds. It may run in a transaction, but the same transaction may not use the value, so it wants
/// a transaction group of its own.
/// </summary>
public sealed record EnumValueAddition(string? Schema, string Type, string Label);
