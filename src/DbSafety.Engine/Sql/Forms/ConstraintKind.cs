namespace DbSafety.Engine.Sql.Forms;

internal enum ConstraintKind
{
    Check,
    Unique,
    PrimaryKey,
    Exclude,
    ForeignKey,

    /// <summary>NOT NULL as a table constraint, with a name of its own (18 and later).</summary>
    NotNull,
}
