using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Connections;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Ends the sessions that are named, or that the filters choose.</summary>
internal sealed class StopAppConnectionOperation : IOperation<StopAppConnectionOptions>
{
    public async Task RunAsync(StopAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        RefuseEverybody(options);
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("disconnect", cancellationToken);
        var all = await AppConnections.ReadAsync(session, null, redact: true, cancellationToken);
        var chosen = Choose(options, all, session.Database);
        if (options.OutputScript)
        {
            host.Write(new SqlOutput(options.CancelQuery ? "Cancelling queries" : "Ending sessions", target, host)
                .AddAll(chosen.Select(connection => ConnectionEnder.Script(connection, options.CancelQuery))).ToDocument());
            return;
        }

        foreach (var missing in options.ProcessId.Except(chosen.Select(connection => connection.ProcessId)))
            host.Write(Missing(missing, all, options));
        if (chosen.Count == 0 || !await ConfirmAsync(chosen, options, target, host, cancellationToken))
            return;
        var processes = new JsonArray([.. chosen.Select(connection => JsonValue.Create($"{connection.ProcessId}: {connection.Role}, {connection.Application ?? "unnamed"}"))]);
        await CommandAudit.RunAsync(target, "Stop-AppConnection", new JsonObject { ["sessions"] = processes, ["cancelQuery"] = options.CancelQuery }, host, async audit =>
        {
            var fates = new JsonObject();
            foreach (var connection in chosen)
            {
                var stopped = await ConnectionEnder.EndAsync(session, connection, options.CancelQuery, host.Time, cancellationToken);
                fates[connection.ProcessId.ToString(CultureInfo.InvariantCulture)] = stopped.Fate.ToString();
                audit.Done(JournalEvent.SessionsEnded, new JsonObject { ["sessions"] = fates.DeepClone() });
                host.Write(stopped);
            }
        }, cancellationToken);
    }

    private static void RefuseEverybody(StopAppConnectionOptions options)
    {
        if (options.ProcessId.Length == 0 && options.Role.Length == 0 && options.Application.Length == 0 && options.IdleFor is null)
        {
            throw new DbSafetyException("ConnectionNotNamed", ErrorKind.InvalidArgument, "Nothing says which sessions are meant.")
            {
                State = "Nothing was changed.",
                NextStep = "Name server processes, or give --role, --application or --idle-for; to keep everybody out: dbsafety suspend",
            };
        }
    }

    private static IReadOnlyList<AppConnection> Choose(StopAppConnectionOptions options, IReadOnlyList<AppConnection> all, string database)
    {
        var filter = new ConnectionFilter { Roles = options.Role, Applications = options.Application, IdleFor = options.IdleFor };
        return [.. all.Where(connection => filter.Matches(connection) && (options.ProcessId.Length == 0
            ? connection.Database == database
            : options.ProcessId.Contains(connection.ProcessId) && (options.ConnectedAt is null || options.ConnectedAt == connection.ConnectedAt)))];
    }

    private static StoppedConnection Missing(int process, IReadOnlyList<AppConnection> all, StopAppConnectionOptions options) =>
        all.FirstOrDefault(connection => connection.ProcessId == process) is { } other
            ? new StoppedConnection(process, other.Database, other.Role, other.Application,
                options.ConnectedAt is not null && options.ConnectedAt != other.ConnectedAt ? ConnectionFate.Gone : ConnectionFate.Spared,
                options.ConnectedAt is not null && options.ConnectedAt != other.ConnectedAt ? "The process number belongs to another session by now." : "The filters leave it out.")
            : new StoppedConnection(process, null, null, null, ConnectionFate.Gone, "No application's session has this process number; those of this tool and of replication are never stopped.");

    private static Task<bool> ConfirmAsync(
        IReadOnlyList<AppConnection> chosen, StopAppConnectionOptions options, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken) =>
        host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})",
            $"{(options.CancelQuery ? "Cancel the query of" : "End")} {chosen.Count} session{(chosen.Count == 1 ? "" : "s")}", ChangeImpact.Medium,
            [.. chosen.Select(connection => $"{connection.ProcessId}: {connection.Role}, {connection.Application ?? "unnamed"}, {connection.Client ?? "?"}, {connection.State ?? "?"}")]), cancellationToken);
}
