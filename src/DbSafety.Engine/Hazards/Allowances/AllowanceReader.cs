using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Allowances;

/// <summary>
/// Reads <c>-- dbsafety: allow LK01, CP01 because …</c> before a statement, <c>-- dbsafety: allow-file LK01 because …</c> at the top
/// of a file, and squawk's <c>-- squawk-ignore rule</c> and <c>-- squawk-ignore-file rule</c>, which have no place for a reason.
/// </summary>
internal static class AllowanceReader
{
    private const string Squawk = "squawk-ignore";

    public static IReadOnlyList<Allowance> Read(SqlScript script) =>
        [.. script.Statements.SelectMany(statement => Own(statement).Concat(OfSquawk(statement)))];

    private static IEnumerable<Allowance> Own(SqlStatement statement)
    {
        foreach (var option in statement.Options.Where(option => option.Key is "allow" or "allow-file"))
        {
            var because = option.Value.IndexOf("because", StringComparison.OrdinalIgnoreCase);
            var reason = because < 0 ? "" : option.Value[(because + "because".Length)..].Trim().Trim('…').Trim();
            var names = Names(because < 0 ? option.Value : option.Value[..because]);
            yield return new Allowance([.. names.Select(HazardRules.Find).OfType<HazardRule>().Select(rule => rule.Id)], reason.Length > 0 ? reason : null,
                option.Key == "allow" ? statement : null, option.Line, $"-- dbsafety: {option.Key} {option.Value}")
            {
                Unknown = [.. names.Where(name => HazardRules.Find(name) is null)],
            };
        }
    }

    private static IEnumerable<Allowance> OfSquawk(SqlStatement statement)
    {
        foreach (var comment in statement.LeadingComments)
        {
            var text = comment.Trim('-', '/', '*', ' ', '\t');
            if (!text.StartsWith(Squawk, StringComparison.OrdinalIgnoreCase))
                continue;
            var rest = text[Squawk.Length..];
            var file = rest.StartsWith("-file", StringComparison.OrdinalIgnoreCase);
            var names = Names(file ? rest["-file".Length..] : rest);
            var rules = names.SelectMany(HazardRules.OfSquawk).Select(rule => rule.Id).Distinct().ToList();
            // Names that we have no rule for leave nothing to allow; no names at all allow everything.
            if (names.Count == 0 || rules.Count > 0)
                yield return new Allowance(rules, $"{(file ? "squawk-ignore-file" : Squawk)}, which gives no reason", file ? null : statement, statement.Line, comment);
        }
    }

    private static List<string> Names(string text) =>
        [.. text.Split([',', ' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
