using System.Text.RegularExpressions;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>
/// Finds statements that reach beyond the database in which they run: roles, databases, tablespaces, settings of the server,
/// subscriptions, files and programs of the server. On the target's own server they would change it although they ran on a shadow.
/// </summary>
internal static partial class ClusterEffects
{
    /// <summary>Each such statement, with its place.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<ScriptPlan> scripts) =>
    [
        .. from script in scripts
           from statement in script.Statements
           where Reaches(statement)
           select $"{ScriptName.Of(script.Path)}, line {statement.Line}: {statement.Facts.Tag}",
    ];

    public static bool Reaches(SqlStatement statement)
    {
        var facts = statement.Facts;
        if (Words().IsMatch(facts.Tag) || facts.Affects.Any(item => item.Kind == AffectedKind.Database && item.Effect != StatementEffect.Referenced))
            return true;
        if (facts.Tag is "GRANT" or "REVOKE" or "COMMENT" or "SECURITY LABEL")
            return OnShared().IsMatch(statement.Text);
        if (facts.Class == StatementClass.Copy)
            return statement.CopyData is null && ServerFile().IsMatch(statement.Text);
        return (facts.IsOpaque || facts.Class == StatementClass.Query) && InsideBody().IsMatch(statement.Text);
    }

    [GeneratedRegex(@"\b(ROLE|USER|GROUP|DATABASE|TABLESPACE|SYSTEM|SUBSCRIPTION)$|^(LOAD|REASSIGN OWNED|DROP OWNED)$")]
    private static partial Regex Words();

    [GeneratedRegex(@"\bON\s+(DATABASE|TABLESPACE|ROLE|SUBSCRIPTION|PARAMETER)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OnShared();

    [GeneratedRegex(@"\bPROGRAM\b|\bTO\s+E?'", RegexOptions.IgnoreCase)]
    private static partial Regex ServerFile();

    [GeneratedRegex(@"\b(create|alter|drop)\s+(role|user|group|database|tablespace|subscription)\b(?!\s+mapping)|\balter\s+system\b|\bpg_reload_conf\b|\bdblink(_\w+)?\s*\(|\blo_export\b|\bpg_(terminate|cancel)_backend\b|\bpg_(create|drop)\w*_replication_slot\b|\bcopy\b[^;]*\bprogram\b", RegexOptions.IgnoreCase)]
    private static partial Regex InsideBody();
}
