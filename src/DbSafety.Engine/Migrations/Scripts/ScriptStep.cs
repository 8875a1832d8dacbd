using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>A part of a script that happens or does not happen: one transaction, or one statement that cannot run in one.</summary>
/// <param name="Number">From 1, in the order of the source.</param>
/// <param name="Statements">Its statements.</param>
/// <param name="InTransaction">False for a statement that runs by itself.</param>
public sealed record ScriptStep(int Number, IReadOnlyList<SqlStatement> Statements, bool InTransaction)
{
    /// <summary>How its one statement is divided into batches, each a transaction of its own; null for what runs at once.</summary>
    internal BatchForm? Batch { get; init; }

    /// <summary>What it is, with its place, for a person.</summary>
    public override string ToString()
    {
        var first = Statements[0];
        return Batch is { } batch ? $"step {Number} ({first.Facts.Tag}, line {first.Line}, in batches by {string.Join(", ", batch.Key)} of about {PostgresDuration.Words(batch.Option.Target)})"
            : InTransaction
            ? $"step {Number} (a transaction of {Statements.Count} {(Statements.Count == 1 ? "statement" : "statements")} from line {first.Line})"
            : $"step {Number} ({first.Facts.Tag}, line {first.Line}, outside a transaction)";
    }
}
