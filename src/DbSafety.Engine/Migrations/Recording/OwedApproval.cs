using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>A signed approval after the fact: it is asked for in a file when the run ends, and found there, signed, by a later run.</summary>
internal static class OwedApproval
{
    /// <summary>Writes what is to be approved and the request for it. That it cannot be written is told, and changes nothing of what was done.</summary>
    public static async Task TryAskAsync(ResolvedTarget target, IOperationHost host, string runId, string point, string? migration, ActedAlone? alone, CancellationToken cancellationToken)
    {
        var subject = OtherSubjects.Owed(target, runId, point, migration, alone);
        try
        {
            var path = await subject.WriteAsync(cancellationToken);
            var now = host.Time.GetUtcNow();
            var statement = new RequestStatement
            {
                Plan = subject.Digest,
                Action = subject.Action,
                Target = target.Name,
                Environment = target.Environment,
                Account = $"{host.UserName}@{host.MachineName}",
                Reason = alone is null ? $"{point} of run {runId}" : $"{alone.Person} acted alone in run {runId}: {alone.Reason}",
                Nonce = Nonces.New(),
                At = now,
                NotAfter = now + TimeSpan.FromDays(365),
            };
            var folder = ApprovalFolder.Of(target.RequireProject());
            await folder.WriteAsync(folder.RequestPath(path, statement.Nonce), new Dsse(RequestStatement.PayloadType, statement.ToBytes(), []).Write(), cancellationToken);
            host.Warning($"{(alone is null ? "A signed approval" : "A countersignature")} is owed for run {runId} ({point}). Somebody else runs: dbsafety approve {target.RequireProject().Relative(path)} --key KEY.pem");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            host.Warning($"What is owed for run {runId} could not be written into plans/: {error.Message}");
        }
    }

    /// <summary>The signatures that settle it; null where they are not there yet.</summary>
    /// <exception cref="DbSafetyException"><c>ApprovalDenied</c>.</exception>
    public static async Task<Judgement?> FindAsync(ResolvedTarget target, IOperationHost host, JournalRow owed, CancellationToken cancellationToken)
    {
        var point = (string?)owed.Entry.Detail["point"] ?? "";
        var alone = AloneOf(owed);
        var subject = OtherSubjects.Owed(target, owed.RunId, point, owed.Migration, alone);
        var book = await PolicyBook.OpenAsync(target.Project, target.Policy, cancellationToken);
        var folder = ApprovalFolder.Of(target.RequireProject());
        // Who acted alone, and whose run it was, do not approve it, whatever the file says of its requester.
        var judge = new RequestJudge(book, folder.Decisions, host.Time.GetUtcNow()) { IsAfterwards = true, Excluded = person => person.Is(owed.OsUser) || person.Name == alone?.Person };
        foreach (var source in folder.Requests)
        {
            try
            {
                var request = VerifiedRequest.Read(source, book, host.Time.GetUtcNow());
                if (request.Statement.Plan != subject.Digest)
                    continue;
                var judgement = judge.Judge(request, [Rule(point, target.Policy.Approvals)]);
                if (judgement.Opens)
                    return judgement;
                if (judgement.Refusal!.Id == "ApprovalDenied")
                    throw judgement.Refusal;
            }
            catch (DbSafetyException error) when (error.Id != "ApprovalDenied")
            {
                host.Verbose(error.Message);
            }
        }

        return null;
    }

    /// <summary>Who acted alone, as a row that is owed says it; null where nobody did.</summary>
    public static ActedAlone? AloneOf(JournalRow owed) => (string?)owed.Entry.Detail["point"] == ActedAlone.Point
        ? new ActedAlone((string?)owed.Entry.Detail["by"]?[0] ?? "", (string?)owed.Entry.Detail["reason"] ?? "") : null;

    /// <summary>True where only signatures settle it.</summary>
    public static bool IsSigned(string? point, ApprovalPolicy policy) => point == ActedAlone.Point
        || Enum.TryParse<ApprovalPoint>(point, ignoreCase: true, out var known) && known.Mode(policy) == ApprovalMode.Signed;

    private static ApprovalRule Rule(string point, ApprovalPolicy policy)
    {
        var rule = (Enum.TryParse<ApprovalPoint>(point, ignoreCase: true, out var known) ? known : ApprovalPoint.ProductionDeployment).Rule(policy);
        return rule.Mode == ApprovalMode.Signed ? rule : ApprovalRule.Signed;
    }
}
