namespace DbSafety.Benchmarks;

/// <summary>One way to do the task.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Program">The program; null where it is missing.</param>
/// <param name="Arguments">Its arguments for an output path or a database.</param>
/// <param name="IsYardstick">The others are compared with it.</param>
internal sealed record Contender(string Name, string? Program, Func<string, IReadOnlyList<string>> Arguments, bool IsYardstick = false)
{
    /// <summary>Whether it writes files; else it fills a database.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Whether it writes the structure of the database with many tables.</summary>
    public bool IsSchema { get; init; }

    /// <summary>Why it is left out, where it is.</summary>
    public string Missing { get; init; } = "not installed";
}
