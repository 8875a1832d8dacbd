namespace DbSafety.Engine.Projects.Journals;

/// <summary>A tool whose journal is known by its columns, since the table's name can be chosen in most of them.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Columns">The columns that the table must have; with a colon and a type where the type tells tools apart.</param>
/// <param name="Sql">
/// The query: key, name, time, person, succeeded, covers earlier, in the order of application; <c>{0}</c> is the table.
/// </param>
internal sealed record ForeignTool(string Name, IReadOnlyList<string> Columns, ForeignMatching Matching, string Sql)
{
    /// <summary>The table's name, where its columns alone are too plain.</summary>
    public string? Table { get; init; }

    /// <summary>The table has these columns and no more.</summary>
    public bool NoOtherColumns { get; init; }

    /// <summary>Another table that must be (or, with a <c>!</c> before it, must not be) in the same schema.</summary>
    public string? Companion { get; init; }

    /// <summary>What a person should know of this journal.</summary>
    public string? Warning { get; init; }
}
