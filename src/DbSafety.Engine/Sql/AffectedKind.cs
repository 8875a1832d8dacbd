namespace DbSafety.Engine.Sql;

/// <summary>What kind of object a statement names. Where the words do not tell (a FROM list), it is <see cref="Relation"/>.</summary>
public enum AffectedKind
{
    /// <summary>A table, partitioned table or foreign table, written as one.</summary>
    Table,

    /// <summary>A table or view: the statement does not tell which.</summary>
    Relation,
    View,
    MaterializedView,
    Index,
    Sequence,

    /// <summary>A type or domain.</summary>
    Type,

    /// <summary>A function, procedure or aggregate; the argument types are not part of the name.</summary>
    Function,
    Schema,

    /// <summary>A trigger, rule or policy; its table stands beside it in the list.</summary>
    TableRule,
    Extension,
    Database,
    Role,

    /// <summary>Something else: a publication, an operator, a text search configuration, …</summary>
    Other,
}
