namespace DbSafety.Engine.Schema.Reading;

/// <summary>A NOT NULL constraint as version 18 keeps it.</summary>
internal sealed record NotNullDraft(ObjectKey Key, string Name, bool IsLocal, bool NoInherit, bool IsValidated);
