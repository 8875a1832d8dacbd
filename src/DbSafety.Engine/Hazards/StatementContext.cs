using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards;

/// <summary>All that a rule may know of one statement: its form, its place, and the tables as they are before it runs.</summary>
internal sealed class StatementContext
{
    public required ChainScript Script { get; init; }

    /// <summary>The script's place in the chain, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>What scripts from this one on make is new: no application uses it yet.</summary>
    public required int NewFrom { get; init; }

    public required SqlStatement Statement { get; init; }

    public required StatementForm? Form { get; init; }

    public required ScriptStep Step { get; init; }

    public required SymbolTable Symbols { get; init; }

    public required IReadOnlyList<LockClaim> Locks { get; init; }

    /// <summary>The statements before it in the same transaction.</summary>
    public required IReadOnlyList<StatementContext> Before { get; init; }

    public required HazardPolicy Policy { get; init; }

    public required LimitPolicy Limits { get; init; }

    /// <summary>Where findings go.</summary>
    public required List<Finding> Findings { get; init; }

    /// <summary>Asked when the whole chain was read.</summary>
    public required List<Action> AtEnd { get; init; }

    public StatementFacts Facts => Statement.Facts;

    /// <summary>The statements after it in the same transaction.</summary>
    public IEnumerable<SqlStatement> After => Step.Statements.SkipWhile(statement => !ReferenceEquals(statement, Statement)).Skip(1);

    public TableSymbol Table(QualifiedName name) => Symbols.Get(name, Statement.SearchPath, Ordinal);

    /// <summary>The table was there before the change, so that others may use it.</summary>
    public bool Exists(TableSymbol table) => !table.IsTemporary && !IsNew(table.Script);

    /// <summary>A script that makes something now, so that nobody uses it yet.</summary>
    public bool IsNew(int script) => script >= NewFrom;

    /// <summary>Tables that were there before and that a statement locks, with the lock.</summary>
    public IEnumerable<LockClaim> LocksOfExisting => Locks.Where(claim => Exists(claim.Table));

    /// <summary>Reports a finding about a table, whose size is weighed.</summary>
    public void Report(string rule, TableSymbol table, string reason, string safer, string? part = null) =>
        Add(rule, part is null ? table.ToString() : $"{table}.{part}", reason, safer, table.Facts?.Bytes, null, table);

    /// <summary>Reports a finding about something else.</summary>
    public void Report(string rule, string? about, string reason, string safer, long? bytes = null, HazardSeverity? severity = null) =>
        Add(rule, about, reason, safer, bytes, severity, null);

    private void Add(string rule, string? about, string reason, string safer, long? bytes, HazardSeverity? severity, TableSymbol? table)
    {
        var known = HazardRules.Get(rule);
        var weight = Policy.Severities.ContainsKey(rule) ? Policy.Severity(known, bytes) : severity ?? Policy.Severity(known, bytes);
        if (weight != HazardSeverity.Off && Script.IsJudged)
        {
            Findings.Add(new Finding(known, weight, this, about, reason, safer)
            {
                Evidence = table?.Facts is null && bytes is null ? HazardEvidence.Text : HazardEvidence.Catalog,
                Table = table,
            });
        }
    }
}
