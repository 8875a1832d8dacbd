using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects.Journals;

/// <summary>The journal of another migration tool, as it was found in a database. It is only read.</summary>
/// <param name="Tool">The tool's name, such as <c>Flyway</c>.</param>
/// <param name="Table">The table, with its schema, quoted where SQL needs it.</param>
/// <param name="Entries">What it holds, in the order in which it was applied as far as that can be told.</param>
/// <param name="Warnings">What a person should know before trusting it.</param>
public sealed record ForeignJournal(string Tool, string Table, IReadOnlyList<ForeignEntry> Entries, IReadOnlyList<string> Warnings)
{
    internal ForeignMatching Matching { get; init; }

    /// <summary>Finds the project's migrations that this journal has as applied.</summary>
    public ForeignMatch Match(MigrationCatalog catalog) => ForeignMatcher.Match(this, catalog);
}
