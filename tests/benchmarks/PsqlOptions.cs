using System.Globalization;

namespace DbSafety.Benchmarks;

/// <summary>What the benchmarks against psql were asked for.</summary>
/// <param name="IsTraffic">Migrations under traffic; else many small ones.</param>
/// <param name="Runs">How often each contender runs; the median counts.</param>
/// <param name="Major">The server's major version; null for the newest that is installed.</param>
/// <param name="Files">How many small migrations there are.</param>
/// <param name="Rate">Requests of the shop in a second.</param>
internal sealed record PsqlOptions(bool IsTraffic, int Runs, int? Major, int Files, int Rate)
{
    public const string Usage = """
        dotnet run -c Release --project tests/benchmarks -- many [--files 1000] [--runs 5] [--major 15]
        dotnet run -c Release --project tests/benchmarks -- traffic [--rate 200] [--major 15]

          many            many small migrations, without rehearsal and backup, against psql -f of the same files on one connection.
          traffic         migrations of the farm while its shop is used, against psql -1 -f of the same files under the same traffic.

          --files N       how many small migrations. Default: 1000.
          --rate N        requests of the shop in a second. Default: 200.
          --runs N        how often each contender runs; the median counts. Default: 5.
          --major N       the server's major version. Default: the newest that is installed.
        """;

    /// <summary>Whether the arguments ask for one of these benchmarks.</summary>
    public static bool Concern(string[] arguments) => arguments is ["many" or "traffic", ..];

    /// <summary>Null where the arguments cannot be understood.</summary>
    public static PsqlOptions? Parse(string[] arguments)
    {
        var options = new PsqlOptions(arguments[0] == "traffic", 5, null, 1000, 200);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            switch (arguments[i])
            {
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
