namespace DbSafety.Benchmarks;

/// <summary>One run of one contender.</summary>
/// <param name="Wall">How long it took.</param>
/// <param name="Cpu">Processor time of the program and its children, without the server; null where the system does not tell.</param>
/// <param name="ServerCpu">Processor time of the server meanwhile; null where the system does not tell.</param>
/// <param name="Bytes">Bytes that it wrote; 0 for a restore.</param>
/// <param name="PeakBytes">Its largest working set; null for a pipeline of programs.</param>
internal sealed record Measurement(TimeSpan Wall, TimeSpan? Cpu, TimeSpan? ServerCpu, long Bytes, long? PeakBytes)
{
    /// <summary>Processor time of the program and of the server for it.</summary>
    public TimeSpan? Both => Cpu + ServerCpu;

    /// <summary>The median of each value.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new(
        Middle(runs.Select(run => run.Wall)),
        runs.All(run => run.Cpu is not null) ? Middle(runs.Select(run => run.Cpu!.Value)) : null,
        runs.All(run => run.ServerCpu is not null) ? Middle(runs.Select(run => run.ServerCpu!.Value)) : null,
        Middle(runs.Select(run => run.Bytes)),
        runs.All(run => run.PeakBytes is not null) ? runs.Max(run => run.PeakBytes) : null);

    private static T Middle<T>(IEnumerable<T> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : default!;
}
