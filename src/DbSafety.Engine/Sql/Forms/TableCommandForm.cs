using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>A command over whole tables or indexes: TRUNCATE, VACUUM, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW, LOCK.</summary>
/// <param name="Command">The command's first word.</param>
/// <param name="Names">What it works on; empty for the whole database.</param>
internal sealed record TableCommandForm(string Command, IReadOnlyList<QualifiedName> Names) : StatementForm
{
    /// <summary>What REINDEX names: <c>INDEX</c>, <c>TABLE</c>, <c>SCHEMA</c>, <c>DATABASE</c>, <c>SYSTEM</c>; else <c>TABLE</c>.</summary>
    public string Kind { get; init; } = "TABLE";

    public bool Concurrently { get; init; }

    public bool Full { get; init; }

    public bool Cascade { get; init; }

    /// <summary>REFRESH … WITH NO DATA.</summary>
    public bool NoData { get; init; }

    /// <summary>The mode of LOCK, in PostgreSQL's words.</summary>
    public string? Mode { get; init; }
}
