using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>A script that was read, checked and divided into the steps in which it will be run.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">Its text and hashes.</param>
/// <param name="Script">Its statements.</param>
/// <param name="Header">What its header lines ask for.</param>
/// <param name="Steps">Its steps, in the order of the source.</param>
public sealed record ScriptPlan(string Path, ScriptText Source, SqlScript Script, ScriptHeader Header, IReadOnlyList<ScriptStep> Steps)
{
    /// <summary>The key under which the journal keeps the text.</summary>
    public string Key { get; } = ScriptKey.Of(Source.Text);

    /// <summary>The script has no statement: a migration that is there for its number only.</summary>
    public bool IsEmpty => Script.Statements.Count == 0;

    /// <summary>All statements that are run.</summary>
    public IEnumerable<SqlStatement> Statements => IsEmpty ? [] : Steps.SelectMany(step => step.Statements);

    /// <summary>The whole script is one transaction, so that it happens or does not.</summary>
    public bool IsAtomic => Steps is [{ InTransaction: true, Batch: null }];
}
