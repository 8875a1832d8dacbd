namespace DbSafety.Engine.Projects.Journals;

/// <summary>A table that may be a journal.</summary>
/// <param name="Columns">Each column's name and type, with a colon between.</param>
/// <param name="IsReadable">The role may read it.</param>
/// <param name="Companions">Tables of the same schema that tell some tools apart.</param>
internal sealed record ForeignTable(string Schema, string Name, string[] Columns, bool IsReadable, string[] Companions)
{
    public bool IsOf(ForeignTool tool) =>
        (tool.Table is null || string.Equals(tool.Table, Name, StringComparison.OrdinalIgnoreCase))
        && (!tool.NoOtherColumns || Columns.Length == tool.Columns.Count)
        && tool.Columns.All(Has)
        && tool.Companion switch
        {
            null => true,
            ['!', .. var absent] => !Companions.Contains(absent),
            var present => Companions.Contains(present),
        };

    private bool Has(string wanted) =>
        Columns.Any(column => wanted.Contains(':', StringComparison.Ordinal) ? column == wanted : column.StartsWith(wanted + ":", StringComparison.Ordinal));
}
