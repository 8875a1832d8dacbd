using static DbSafety.Core.Results.HazardSeverity;

namespace DbSafety.Engine.Hazards.Catalogue;

/// <summary>DS: what destroys data or changes privileges.</summary>
internal static class DataRules
{
    public static IReadOnlyList<HazardRule> All { get; } =
    [
        new("DS01", "Database dropped", Error, "All of it is gone, and nothing takes that back.", "By hand, after a proven backup") { Squawk = ["ban-drop-database"] },
        new("DS02", "Table emptied", Warning, "All rows are gone. With CASCADE those of every table that points at it are gone too.", "DELETE of the rows that are meant, or name every table") { Squawk = ["ban-truncate-cascade"] },
        new("DS03", "DROP … CASCADE", Warning, "Whatever depends on it goes with it, unnamed: views, foreign keys, columns.", "Drop what depends on it by name first"),
        new("DS04", "UPDATE or DELETE without WHERE", Warning, "Every row of the table is changed.", "A WHERE that says which rows are meant"),
        new("DS05", "More rows changed than allowed", Error, "One statement changes more rows than the environment lets it (limits.maxRows): by the rehearsal's count, and by the catalog's estimate where every row is changed. A run that does so stops, and is taken back.", "Batches, each in a transaction of its own"),
        new("DS06", "Table dropped and made again", Warning, "DROP … IF EXISTS followed by CREATE empties a table that was there.", "CREATE TABLE IF NOT EXISTS, or ALTER TABLE"),
        new("DS07", "Privileges or roles changed", Warning, "Who may do what changes: somebody for whom that is a duty should look at it.", "Roles and their privileges outside the migrations, or an approval"),
        new("DS08", "Server configuration, extension or program", Error, "ALTER SYSTEM, COPY … PROGRAM, and a change of an extension's version reach beyond the database, and cannot be rolled back.", "By the administrator of the server"),
    ];
}
