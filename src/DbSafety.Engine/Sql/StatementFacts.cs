namespace DbSafety.Engine.Sql;

/// <summary>What can be said of a statement from its words alone.</summary>
public sealed record StatementFacts
{
    /// <summary>The command, as PostgreSQL names it in its command tag: <c>CREATE INDEX</c>, <c>ALTER TABLE</c>, <c>INSERT</c>.</summary>
    public required string Tag { get; init; }

    public required StatementClass Class { get; init; }

    /// <summary>True for BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their like, which would end or nest the runner's own transaction.</summary>
    public bool IsTransactionControl => Class == StatementClass.TransactionControl;

    /// <summary>True where PostgreSQL refuses the statement inside a transaction block.</summary>
    public bool RunsOutsideTransaction => OutsideTransactionReason is not null;

    /// <summary>Why it cannot run in a transaction block, as a phrase such as <c>CREATE INDEX CONCURRENTLY commits in between</c>; else null.</summary>
    public string? OutsideTransactionReason { get; init; }

    /// <summary>True where it runs code that cannot be seen through: <see cref="Affects"/> is then a guess and may lack objects.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>True where CASCADE reaches objects that the statement does not name.</summary>
    public bool Cascades { get; init; }

    /// <summary>The value that <c>ALTER TYPE … ADD VALUE</c> adds, else null.</summary>
    public EnumValueAddition? AddsEnumValue { get; init; }

    /// <summary>The objects that it names, each once per effect, in order of appearance.</summary>
    public IReadOnlyList<AffectedObject> Affects { get; init; } = [];
}
