namespace DbSafety.Engine.Schema.Model;

/// <summary>What happens to the referencing rows when the referenced one goes or changes.</summary>
public enum ForeignKeyAction
{
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}
