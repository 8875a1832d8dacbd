using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects.Journals;

/// <summary>A foreign journal beside the project's files.</summary>
/// <param name="Applied">The migrations that it has as applied, in the project's order, each with the line that says so.</param>
/// <param name="Failed">The migrations that it has as begun and not ended: what of them is applied is not known.</param>
/// <param name="Unknown">Its lines for which the project has no file.</param>
public sealed record ForeignMatch(
    IReadOnlyList<KeyValuePair<MigrationSource, ForeignEntry>> Applied,
    IReadOnlyList<KeyValuePair<MigrationSource, ForeignEntry>> Failed,
    IReadOnlyList<ForeignEntry> Unknown);
