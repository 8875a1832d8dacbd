using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary><c>-not</c>.</summary>
public sealed record NotCondition(Condition Inner) : Condition
{
    public override IEnumerable<ReferencePath> References => Inner.References;

    public override bool Holds(RunScope scope) => !Inner.Holds(scope);
}
