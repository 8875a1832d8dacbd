using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Allowances;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Rules;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Hazards;

/// <summary>Judges a chain of scripts. It reads no file and no database: the same input gives the same findings.</summary>
/// <param name="Target">What the target says of the objects that the scripts name; null where no target is asked.</param>
/// <param name="Policy">How much the rules weigh.</param>
/// <param name="Limits">The limits under which the scripts will be run.</param>
internal sealed record HazardAnalyzer(TargetFacts? Target, HazardPolicy Policy, LimitPolicy Limits)
{
    /// <summary>
    /// Judges the scripts in their order. With a target all of them are pending, and what any of them makes is new; without one each
    /// script stands for itself, since the ones before it may have been applied long ago.
    /// </summary>
    public IReadOnlyList<MigrationHazard> Judge(IReadOnlyList<ChainScript> chain) => [.. Read(chain).SelectMany(script => script.Hazards)];

    /// <summary>The same, with the statements, their locks and their hazards.</summary>
    public IReadOnlyList<JudgedScript> Read(IReadOnlyList<ChainScript> chain)
    {
        var symbols = new SymbolTable(Target);
        var changes = new SymbolChanges(symbols);
        var findings = new List<Finding>();
        var atEnd = new List<Action>();
        var read = new List<(ChainScript Script, IReadOnlyList<StatementContext> Statements)>();
        for (var ordinal = 0; ordinal < chain.Count; ordinal++)
        {
            var statements = new List<StatementContext>();
            foreach (var step in chain[ordinal].Steps)
            {
                var before = new List<StatementContext>();
                foreach (var statement in step.Statements)
                {
                    var form = FormReader.Read(statement);
                    var context = new StatementContext
                    {
                        Script = chain[ordinal],
                        Ordinal = ordinal,
                        NewFrom = Target is null ? ordinal : 0,
                        Statement = statement,
                        Form = form,
                        Step = step,
                        Symbols = symbols,
                        Locks = LockReader.Read(statement, form, symbols, ordinal),
                        Before = [.. before],
                        Policy = Policy,
                        Limits = Limits,
                        Findings = findings,
                        AtEnd = atEnd,
                    };
                    HazardChecks.Check(context);
                    changes.Apply(statement, form, ordinal, step.Number);
                    before.Add(context);
                    statements.Add(context);
                }
            }

            read.Add((chain[ordinal], statements));
        }

        foreach (var check in atEnd)
            check();
        var found = findings.ToLookup(finding => finding.Context.Ordinal);
        return [.. read.Select((item, ordinal) => Judged(item.Script, item.Statements, [.. found[ordinal]]))];
    }

    private JudgedScript Judged(ChainScript script, IReadOnlyList<StatementContext> statements, IReadOnlyList<Finding> findings) =>
        new(script, statements, AllowanceFilter.Apply(script, findings, Policy)) { Findings = findings };
}
