namespace DbSafety.Engine.Schema;

/// <summary>When an object is made: before the rows are loaded, or after.</summary>
public enum SchemaSection
{
    /// <summary>Before the rows: what they live in.</summary>
    PreData,

    /// <summary>After the rows: indexes, keys, triggers and what else would slow loading or react to it.</summary>
    PostData,
}
