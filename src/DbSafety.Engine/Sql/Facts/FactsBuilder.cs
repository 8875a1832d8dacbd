namespace DbSafety.Engine.Sql.Facts;

/// <summary>Collects what the readers find in one statement.</summary>
internal sealed class FactsBuilder
{
    private readonly List<AffectedObject> _affects = [];
    private readonly HashSet<AffectedObject> _seen = [];

    public string Tag { get; set; } = "";

    public StatementClass Class { get; set; } = StatementClass.Other;

    public string? OutsideTransactionReason { get; set; }

    public bool IsOpaque { get; set; }

    public bool Cascades { get; set; }

    public EnumValueAddition? AddsEnumValue { get; set; }

    public IReadOnlyList<AffectedObject> Affects => _affects;

    /// <summary>The schema of names without one, inside CREATE SCHEMA.</summary>
    public string? DefaultSchema { get; init; }

    public void Set(string tag, StatementClass statementClass) => (Tag, Class) = (tag, statementClass);

    public void Add(QualifiedName? name, AffectedKind kind, StatementEffect effect)
    {
        if (name is not { } known)
            return;
        var affected = new AffectedObject(known.Schema ?? DefaultSchema, known.Name, kind, effect);
        if (_seen.Add(affected))
            _affects.Add(affected);
    }

    public void Add(AffectedObject affected) => Add(new QualifiedName(affected.Schema, affected.Name), affected.Kind, affected.Effect);

    public StatementFacts Build() => new()
    {
        Tag = Tag,
        Class = Class,
        OutsideTransactionReason = OutsideTransactionReason,
        IsOpaque = IsOpaque,
        Cascades = Cascades,
        AddsEnumValue = AddsEnumValue,
        Affects = _affects,
    };
}
