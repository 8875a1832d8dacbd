namespace DbSafety.Engine.Schema.Model;

/// <summary>What kind of table it is.</summary>
public enum TableKind
{
    /// <summary>It holds its rows itself.</summary>
    Ordinary,

    /// <summary>Its rows live in its partitions.</summary>
    Partitioned,

    /// <summary>Its rows live on a foreign server.</summary>
    Foreign,
}
