using System.Globalization;
using System.Runtime.CompilerServices;

namespace DbSafety.Tests.Hazards;

/// <summary>The small migrations of the folder Corpus.</summary>
public static class HazardCorpus
{
    private static readonly string[] Keys = ["case", "expect", "expect-db", "since", "before", "run"];

    public static IReadOnlyList<HazardCase> All { get; } =
        [.. ((string[])["locks", "compatibility", "data", "hygiene"]).SelectMany(file => Read(File.ReadAllText(Path.Combine(Folder(), file + ".sql"))))];

    /// <summary>The tables that all of them work on.</summary>
    public static string Fixture { get; } = File.ReadAllText(Path.Combine(Folder(), "fixture.sql"));

    private static IEnumerable<HazardCase> Read(string text) =>
        text.Split("-- case: ").Skip(1).Select(block => One("-- case: " + block));

    private static HazardCase One(string block)
    {
        var values = new Dictionary<string, string>();
        var migration = new List<string>();
        foreach (var line in block.Split('\n'))
        {
            var key = Keys.FirstOrDefault(candidate => line.StartsWith($"-- {candidate}:", StringComparison.Ordinal));
            if (key is null)
                migration.Add(line);
            else
                values[key] = line[(key.Length + 4)..].Trim();
        }

        var expected = Words(values["expect"]);
        return new HazardCase(values["case"], values.GetValueOrDefault("before", ""), string.Join('\n', migration).Trim() + "\n", expected,
            values.TryGetValue("expect-db", out var other) ? Words(other) : expected,
            int.Parse(values.GetValueOrDefault("since", "13"), CultureInfo.InvariantCulture), values.GetValueOrDefault("run") != "no");
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Corpus");
}
