namespace DbSafety.Engine.Sql.Facts;

/// <summary>What is known at one level of parentheses while a query is read.</summary>
internal struct QueryFrame
{
    /// <summary>A statement's first word was seen, so a FROM begins a list of relations (and not EXTRACT's or SUBSTRING's argument).</summary>
    public bool InStatement;

    /// <summary>A list of relations is being read, so a comma is followed by another.</summary>
    public bool InList;

    /// <summary>The next name is a relation.</summary>
    public bool ExpectsRelation;

    /// <summary>The next USING begins a list of relations: DELETE and MERGE.</summary>
    public bool UsingBeginsList;

    /// <summary>The name of the WITH query that these parentheses hold, which is known from their end on.</summary>
    public string? CommonTable;
}
