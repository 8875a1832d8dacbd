using System.Globalization;

namespace DbSafety.Benchmarks;

/// <summary>What the benchmark was asked for.</summary>
/// <param name="Mode">What is measured.</param>
/// <param name="Megabytes">About how many megabytes of rows, as text.</param>
/// <param name="Runs">How often each contender runs; the median counts.</param>
/// <param name="Major">The server's major version; null for the newest that is installed.</param>
/// <param name="Tables">How many tables the schema has that is read and scripted.</param>
/// <param name="Files">How many small migrations there are.</param>
/// <param name="Rate">Requests of the shop in a second.</param>
internal sealed record BenchmarkOptions(BenchmarkMode Mode, int Megabytes, int Runs, int? Major, int Tables, int Files, int Rate)
{
    public const string Usage = """
        dotnet run -c Release --project tests/benchmarks -- [--megabytes 600] [--tables 10000] [--runs 5] [--major 15]
        dotnet run -c Release --project tests/benchmarks -- chain [--major 15]
        dotnet run -c Release --project tests/benchmarks -- many [--files 1000] [--runs 5] [--major 15]
        dotnet run -c Release --project tests/benchmarks -- traffic [--rate 200] [--major 15]
        dotnet run -c Release --project tests/benchmarks -- import [--runs 15]

          chain           rehearsals of chains of 50, 100, 200 and 300 migrations, instead of backups and restores.
          many            many small migrations, without rehearsal and backup, against psql -f of the same files on one connection.
          traffic         migrations of the farm while its shop is used, against psql -1 -f of the same files under the same traffic.
          import          what PowerShell takes to import the staged module, over one that does nothing.

          --megabytes N   about how many megabytes of rows, two thirds wide and one third narrow ones. Default: 600.
          --tables N      how many tables the schema has that is read and scripted. Default: 10000.
          --files N       how many small migrations. Default: 1000.
          --rate N        requests of the shop in a second. Default: 200.
          --runs N        how often each contender runs; the median counts. Default: 5.
          --major N       the server's major version. Default: the newest that is installed.
        """;

    /// <summary>Null where the arguments cannot be understood.</summary>
    public static BenchmarkOptions? Parse(string[] arguments)
    {
        var mode = arguments switch
        {
            ["chain", ..] => BenchmarkMode.Chain,
            ["import", ..] => BenchmarkMode.Import,
            ["many", ..] => BenchmarkMode.Many,
            ["traffic", ..] => BenchmarkMode.Traffic,
            _ => BenchmarkMode.Backups,
        };
        var options = new BenchmarkOptions(mode, 600, mode == BenchmarkMode.Import ? 15 : 5, null, 10000, 1000, 200);
        for (var i = mode == BenchmarkMode.Backups ? 0 : 1; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            switch (arguments[i])
            {
                case "--megabytes": options = options with { Megabytes = number }; break;
                case "--tables": options = options with { Tables = number }; break;
                case "--files": options = options with { Files = number }; break;
                case "--rate": options = options with { Rate = number }; break;
                case "--runs": options = options with { Runs = number }; break;
                case "--major": options = options with { Major = number }; break;
                default: return null;
            }
        }

        return options;
    }
}
