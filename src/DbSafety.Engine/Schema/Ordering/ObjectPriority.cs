namespace DbSafety.Engine.Schema.Ordering;

/// <summary>In which order kinds of objects are made where the dependencies leave it open.</summary>
internal static class ObjectPriority
{
    // What others are made of comes first; what reacts to changes of the schema or of rows, and what fills views, comes last.
    private static readonly SchemaObjectKind[] Order =
    [
        SchemaObjectKind.Schema, SchemaObjectKind.Extension, SchemaObjectKind.Language, SchemaObjectKind.Collation, SchemaObjectKind.Type,
        SchemaObjectKind.Domain, SchemaObjectKind.Function, SchemaObjectKind.Procedure, SchemaObjectKind.Aggregate, SchemaObjectKind.AccessMethod,
        SchemaObjectKind.Operator, SchemaObjectKind.OperatorFamily, SchemaObjectKind.OperatorClass, SchemaObjectKind.Cast,
        SchemaObjectKind.Transform, SchemaObjectKind.Conversion, SchemaObjectKind.TextSearchParser, SchemaObjectKind.TextSearchTemplate,
        SchemaObjectKind.TextSearchDictionary, SchemaObjectKind.TextSearchConfiguration, SchemaObjectKind.ForeignDataWrapper,
        SchemaObjectKind.ForeignServer, SchemaObjectKind.UserMapping, SchemaObjectKind.Sequence, SchemaObjectKind.Table,
        SchemaObjectKind.ForeignTable, SchemaObjectKind.View, SchemaObjectKind.MaterializedView, SchemaObjectKind.Default,
        SchemaObjectKind.CheckConstraint, SchemaObjectKind.Constraint, SchemaObjectKind.Index, SchemaObjectKind.Statistics,
        SchemaObjectKind.Rule, SchemaObjectKind.Trigger, SchemaObjectKind.ForeignKey, SchemaObjectKind.Policy, SchemaObjectKind.Publication,
        SchemaObjectKind.Subscription,
    ];

    private static readonly Dictionary<SchemaObjectKind, int> Ranks = Order.Select((kind, rank) => (kind, rank)).ToDictionary(pair => pair.kind, pair => pair.rank);

    public static int Of(SchemaNode node) => node switch
    {
        { Kind: SchemaObjectKind.EventTrigger } => 1000,
        { Kind: SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges } => 1001,
        // Filling a materialized view may use whatever is there.
        { Kind: SchemaObjectKind.MaterializedView, Section: SchemaSection.PostData, PartOf: not null } => 900,
        _ => Ranks.GetValueOrDefault(node.Kind, 500),
    };
}
