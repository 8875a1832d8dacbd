using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// Tells the files of one database product from those of others where a project serves several, as Pop and its like do:
/// <c>1_users.postgres.up.sql</c> beside <c>1_users.mysql.up.sql</c>, and <c>2_more.up.sql</c> for all that have none of their own.
/// </summary>
internal static partial class DatabaseDialects
{
    /// <summary>Of the files of each name and direction, the one for PostgreSQL, or else the one for every product, under the name without the product.</summary>
    /// <param name="names">The files' paths with the names that stand before their direction.</param>
    /// <param name="others">The products whose files are left out, and how many files; empty where the names know no products.</param>
    public static IReadOnlyList<(string Name, bool IsDown, string Path)> ForPostgres(IReadOnlyList<(string Name, bool IsDown, string Path)> names, out IReadOnlyDictionary<string, int> others)
    {
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal);
        others = left;
        // A word such as "postgres" at the end of a name means something only where other files end in other products.
        if (!names.Any(file => Product(file.Name) is { } product && !IsPostgres(product)))
            return names;
        var chosen = new Dictionary<(string Name, bool IsDown), (string Path, bool IsOwn)>();
        foreach (var (name, isDown, path) in names)
        {
            var product = Product(name);
            if (product is not null && !IsPostgres(product))
            {
                left[product] = left.GetValueOrDefault(product) + 1;
                continue;
            }

            var key = (Suffix().Replace(name, "", 1), isDown);
            if (!chosen.TryGetValue(key, out var other) || (product is not null && !other.IsOwn))
                chosen[key] = (path, product is not null);
        }

        return [.. chosen.Select(file => (file.Key.Name, file.Key.IsDown, file.Value.Path))];
    }

    private static string? Product(string name) => Suffix().Match(name) is { Success: true } match && match.Groups[1].Success ? match.Groups[1].Value.ToLowerInvariant() : null;

    private static bool IsPostgres(string product) => product.StartsWith("p", StringComparison.Ordinal);

    // Pop's word for a script outside a transaction stands after the product; what needs none is found by its statements.
    [GeneratedRegex(@"(?:\.(postgres|postgresql|pgsql|pg|cockroach|cockroachdb|crdb|mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|clickhouse))?(?:\.autocommit)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Suffix();
}
