using DbSafety.Core.Errors;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>What can be wrong with a journal, in words.</summary>
internal static class JournalErrors
{
    public static DbSafetyException NotReadable(Exception error, string? role) =>
        new("JournalNotReadable", ErrorKind.PermissionDenied, $"The role {role} may not read and write the journal.", error)
        {
            SqlState = "42501",
            State = "Nothing was changed.",
            NextStep = "As the journal's owner run: GRANT USAGE ON SCHEMA dbsafety TO "
                + $"{Identifier.Quote(role ?? "the_role")}; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA dbsafety TO {Identifier.Quote(role ?? "the_role")};",
        };

    public static DbSafetyException NotAllowed(string role, string database, Exception? error = null) =>
        new("JournalNotAllowed", ErrorKind.PermissionDenied, $"The role {role} may not make the schema 'dbsafety', which holds the journal, in {database}.", error)
        {
            SqlState = "42501",
            State = "Nothing was changed.",
            NextStep = $"As the database's owner run: GRANT CREATE ON DATABASE {Identifier.Quote(database)} TO {Identifier.Quote(role)};",
        };

    public static DbSafetyException Newer(string what) =>
        new("JournalNewer", ErrorKind.NotSupported, $"The journal was written by a newer version of DbSafety: {what} is not known to this one ({JournalWriter.ToolVersion}).")
        {
            State = "Nothing was changed.",
            NextStep = "Run the command with that version of DbSafety or a later one; dbsafety.version in the database names it.",
        };

    public static DbSafetyException Foreign() =>
        new("JournalForeign", ErrorKind.AlreadyExists, "The database has a schema 'dbsafety' that is not a journal of DbSafety.")
        {
            State = "Nothing was changed.",
            NextStep = "Look at the schema, then rename it: ALTER SCHEMA dbsafety RENAME TO dbsafety_old;",
        };
}
