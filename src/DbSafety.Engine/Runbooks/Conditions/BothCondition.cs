using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary><c>-and</c> and <c>-or</c>.</summary>
public sealed record BothCondition(Condition Left, Condition Right, bool IsAnd) : Condition
{
    public override IEnumerable<ReferencePath> References => Left.References.Concat(Right.References);

    public override bool Holds(RunScope scope) => IsAnd ? Left.Holds(scope) && Right.Holds(scope) : Left.Holds(scope) || Right.Holds(scope);
}
