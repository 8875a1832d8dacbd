using DbSafety.Core.Errors;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Why applications cannot be kept out, or let in, in words.</summary>
internal static class LeaseErrors
{
    public static DbSafetyException NotAllowed(string role, string database, string why, string next) =>
        new("SuspensionNotAllowed", ErrorKind.PermissionDenied, $"The role {role} cannot keep applications out of {database}: {why}")
        {
            State = "Nothing was changed.",
            NextStep = next,
        };

    public static DbSafetyException Suspended(Lease lease) =>
        new("AlreadySuspended", ErrorKind.AlreadyExists, $"The applications of {lease.Before.Name} are kept out already, since {lease.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {lease.By} (lease {lease.Id}).")
        {
            State = "Nothing was changed; they are still kept out.",
            NextStep = "Let them in first: dbsafety resume",
        };

    public static DbSafetyException Changed(string database) =>
        new("AccessChangedMeanwhile", ErrorKind.Refused, $"Who may connect to {database} was changed by somebody else while it was being saved.")
        {
            State = "Nothing was changed by this command.",
            NextStep = "Run the command again.",
        };

    public static DbSafetyException NotFound(string id) =>
        new("LeaseNotFound", ErrorKind.NotFound, $"There is no lease {id}, neither as a file nor in the journal of the database.")
        {
            State = "Nothing was changed.",
            NextStep = "Leave the id out, to let the applications of this database in whichever lease keeps them out.",
        };

    public static DbSafetyException Indivisible(Lease lease) =>
        new("LeaseIndivisible", ErrorKind.InvalidArgument, $"Lease {lease.Id} keeps everybody out alike ({lease.Way}): single roles cannot be let in first.")
        {
            State = "Nothing was changed; they are still kept out.",
            NextStep = "Let all in with: dbsafety resume. To let roles in one after another, suspend with --way connect or --way role.",
        };
}
