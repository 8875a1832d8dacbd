using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>Why there can be no shadow, in words.</summary>
internal static class ShadowErrors
{
    private const string Untouched = "Nothing was changed, and nothing was rehearsed.";

    public static DbSafetyException NotAllowed(Sessions server, PostgresException error) =>
        new("ShadowNotAllowed", ErrorKind.PermissionDenied, $"A rehearsal needs a shadow database, and the role may not create one on {server.Description}.", error)
        {
            State = Untouched,
            NextStep = "Name a server where it may with --shadow, or rehearse on a throw-away server: --shadow sandbox",
            SqlState = error.SqlState,
        };

    public static DbSafetyException VersionDiffers(int target, int shadow) =>
        new("ShadowVersionDiffers", ErrorKind.NotSupported, $"The target is PostgreSQL {target}, and the server for the shadow {shadow}: what holds there need not hold here.")
        {
            State = Untouched,
            NextStep = $"Name a server of version {target} with --shadow, or use --shadow sandbox.",
        };

    public static DbSafetyException IsTarget(string description) =>
        new("ShadowIsTarget", ErrorKind.Refused, $"The database for the shadow is the target itself: {description}.")
        {
            State = Untouched,
            NextStep = "Use --shadow sandbox.",
        };

    public static DbSafetyException ReachesCluster(IReadOnlyList<string> statements) =>
        new("ShadowServerAtRisk", ErrorKind.Refused, "Some statements reach beyond their database, and would change the server named with --shadow.")
        {
            State = Untouched,
            NextStep = "Rehearse on a throw-away server: --shadow sandbox",
            Detail = statements,
        };

    public static DbSafetyException SchemaNotCopied(DbSafetyException error) =>
        new("ShadowNotMade", error.Kind, $"The target's schema could not be made on the shadow: {error.Message}", error)
        {
            State = Untouched,
            NextStep = "See what is missing on the shadow's server; another one is named with --shadow.",
            SqlState = error.SqlState,
            Detail = error.Detail,
        };
}
