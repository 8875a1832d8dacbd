using System.Text.RegularExpressions;
using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>targets</c> of <c>dbsafety.yaml</c>.</summary>
internal static partial class TargetSection
{
    private static readonly string[] Ways = ["connection", "connectionVariable", "connectionFile"];

    public static IReadOnlyList<TargetSettings> Read(YamlValues root, IReadOnlyList<EnvironmentPolicy> environments, List<string> warnings) =>
        [.. YamlValues.OpenNames(root.Node("targets"), "targets", root.Problems).Select(entry => Target(entry.Key, entry.Value, root, environments, warnings))];

    private static TargetSettings Target(YamlScalar key, YamlNode node, YamlValues root, IReadOnlyList<EnvironmentPolicy> environments, List<string> warnings)
    {
        if (!Name().IsMatch(key.Value))
            root.Invalid(key, $"{Safe.Key(key.Value)} cannot be a target's name.", "Use letters, digits, dots, dashes and underscores.");
        var path = $"targets.{(Name().IsMatch(key.Value) ? key.Value : "?")}";
        var values = YamlValues.Open(node, path, ["environment", .. Ways, "passwordVariable", "passwordFile", "pgbouncer", "pgbouncerPasswordVariable"], root.Problems);
        var target = new TargetSettings
        {
            Name = key.Value,
            Environment = Environment(values, environments),
            Connection = values.Text("connection"),
            ConnectionVariable = Variable(values, "connectionVariable"),
            ConnectionFile = values.Text("connectionFile"),
            PasswordVariable = Variable(values, "passwordVariable"),
            PasswordFile = values.Text("passwordFile"),
            PgBouncer = values.Text("pgbouncer"),
            PgBouncerPasswordVariable = Variable(values, "pgbouncerPasswordVariable"),
            Line = key.Line,
        };
        // Where it is no group at all, that is the one thing to say.
        if (node is YamlMap or YamlScalar { IsNull: true })
            CheckWays(values, key, path);
        if (target.Connection is { } text)
            CheckConnection(values, "connection", text, $"{root.Problems.Path}, line {values.Node("connection")!.Line}", warnings);
        if (target.PgBouncer is { } console)
            CheckConnection(values, "pgbouncer", console, $"{root.Problems.Path}, line {values.Node("pgbouncer")!.Line}", warnings);
        return target;
    }

    // A word that is not known is more often a slip than a wish, and a slip in "production" would turn the rules of production off.
    private static string Environment(YamlValues values, IReadOnlyList<EnvironmentPolicy> declared)
    {
        var name = values.RequiredText("environment", "development");
        var known = EnvironmentPolicy.BuiltIn.Concat(declared.Select(policy => policy.Name)).Distinct().ToList();
        if (name.Length > 0 && !known.Contains(name))
        {
            values.Invalid(values.Node("environment")!, $"{values.PathOf("environment")} is {Safe.Word(name)}, which is not declared. {NearestWord.DidYouMean(name, known)}".TrimEnd(),
                $"Write one of {string.Join(", ", known)}, or declare it under 'environments:'.");
        }

        return name;
    }

    private static string? Variable(YamlValues values, string key)
    {
        var name = values.Text(key);
        if (name is null || VariableName().IsMatch(name))
            return name;
        // What stands here may be the secret itself: it is not repeated.
        values.Invalid(values.Node(key)!, $"{values.PathOf(key)} must be the name of an environment variable, without $ and braces.", $"Write it as: {key}: FARM_DATABASE");
        return null;
    }

    private static void CheckWays(YamlValues values, YamlScalar key, string path)
    {
        var given = Ways.Where(values.Has).ToList();
        if (given.Count == 0)
            values.Invalid(key, $"{path} has no connection.", $"Add one of {string.Join(", ", Ways)}.");
        if (given.Count > 1)
            values.Invalid(values.Node(given[1])!, $"{path} has {string.Join(" and ", given)}; one is wanted.", $"Keep one of {string.Join(", ", given)}.");
        if (values.Has("passwordVariable") && values.Has("passwordFile"))
            values.Invalid(values.Node("passwordFile")!, $"{path} has passwordVariable and passwordFile; one is wanted.", "Keep one of the two.");
    }

    private static void CheckConnection(YamlValues values, string key, string text, string place, List<string> warnings)
    {
        var node = values.Node(key)!;
        if (text.Contains("${", StringComparison.Ordinal))
        {
            values.Invalid(node, $"{values.PathOf(key)} holds a ${{…}}, which is not replaced here.",
                "Name the variable that holds the whole connection as connectionVariable, or the one that holds the password as passwordVariable.");
            return;
        }

        try
        {
            if (ConnectionText.Parse(text, static _ => null) is { Password.Length: > 0 })
            {
                warnings.Add($"{place}: {values.PathOf(key)} holds a password, which everybody who reads the repository can see. "
                    + "Take it out, and name the environment variable that holds it as passwordVariable.");
            }
        }
        catch (DbSafetyException error)
        {
            values.Invalid(node, $"{values.PathOf(key)}: {error.Message}", error.NextStep ?? "");
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}_][\p{L}\p{Nd}_.\-]{0,62}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}$")]
    private static partial Regex VariableName();
}
