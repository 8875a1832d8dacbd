namespace DbSafety.Benchmarks;

/// <summary>What is measured.</summary>
internal enum BenchmarkMode
{
    /// <summary>Backups, restores and structures against pg_dump and pg_restore.</summary>
    Backups,

    /// <summary>Rehearsals of ever longer chains.</summary>
    Chain,

    /// <summary>The import of the staged module into PowerShell; no server is needed.</summary>
    Import,

    /// <summary>Many small migrations against psql.</summary>
    Many,

    /// <summary>Migrations of the farm under the traffic of its shop, against psql.</summary>
    Traffic,
}
