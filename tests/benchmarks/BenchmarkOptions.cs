using System.Globalization;

namespace DbSafety.Benchmarks;

/// <summary>What the benchmark was asked for.</summary>
/// <param name="Megabytes">About how many megabytes of rows, as text.</param>
/// <param name="Runs">How often each contender runs; the median counts.</param>
/// <param name="Major">The server's major version; null for the newest that is installed.</param>
/// <param name="Tables">How many tables the schema has that is read and scripted.</param>
/// <param name="IsChain">The time of rehearsals over the length of their chain is measured, instead of backups and restores.</param>
/// <param name="IsImport">The time that a session takes to import the module is measured instead; no server is needed.</param>
internal sealed record BenchmarkOptions(int Megabytes, int Runs, int? Major, int Tables, bool IsChain = false, bool IsImport = false)
{
    public const string Usage = """
        dotnet run -c Release --project tests/benchmarks -- [--megabytes 600] [--tables 10000] [--runs 5] [--major 15]
        dotnet run -c Release --project tests/benchmarks -- chain [--major 15]
        dotnet run -c Release --project tests/benchmarks -- import [--runs 15]

          chain           rehearsals of chains of 50, 100, 200 and 300 migrations, instead of backups and restores.
          import          what PowerShell takes to import the staged module, over one that does nothing.

          --megabytes N   about how many megabytes of rows, two thirds wide and one third narrow ones. Default: 600.
          --tables N      how many tables the schema has that is read and scripted. Default: 10000.
          --runs N        how often each contender runs; the median counts. Default: 5.
          --major N       the server's major version. Default: the newest that is installed.
        """;

    /// <summary>Null where the arguments cannot be understood.</summary>
    public static BenchmarkOptions? Parse(string[] arguments)
    {
        var isChain = arguments is ["chain", ..];
        var isImport = arguments is ["import", ..];
        var options = new BenchmarkOptions(600, isImport ? 15 : 5, null, 10000, isChain, isImport);
        for (var i = isChain || isImport ? 1 : 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            switch (arguments[i])
            {
                case "--megabytes": options = options with { Megabytes = number }; break;
                case "--tables": options = options with { Tables = number }; break;
                case "--runs": options = options with { Runs = number }; break;
                case "--major": options = options with { Major = number }; break;
                default: return null;
            }
        }

        return options;
    }
}
