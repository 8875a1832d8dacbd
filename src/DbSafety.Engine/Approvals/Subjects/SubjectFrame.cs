using System.Text.Json.Nodes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>What every plan says whatever is done: to which database, under which rules, by which version of this tool.</summary>
internal static class SubjectFrame
{
    /// <summary>The format of all plans that are not of migrations.</summary>
    private const int Format = 1;

    public static async Task<JsonObject> ReadAsync(string action, ResolvedTarget target, NpgsqlConnection? session, CancellationToken cancellationToken) => new()
    {
        ["format"] = Format,
        ["action"] = action,
        ["tool"] = JournalWriter.ToolVersion,
        ["project"] = target.Project?.Configuration.Name,
        ["target"] = target.Name,
        ["environment"] = target.Environment,
        ["production"] = target.IsProduction,
        ["database"] = target.Sessions.Description,
        ["identity"] = session is null ? null : Identity(await DatabaseIdentity.ReadAsync(session, cancellationToken)),
        ["configuration"] = target.Project?.Configuration.Digest,
        ["policy"] = (await PolicyBook.OpenAsync(target.Project, target.Policy, cancellationToken)).Digest,
    };

    public static JsonObject Identity(DatabaseIdentity identity) => new() { ["system"] = identity.System, ["oid"] = identity.Oid, ["name"] = identity.Name };

    /// <summary>The subject of a plan that is not of migrations.</summary>
    public static ApprovalSubject Subject(JsonObject plan, IReadOnlyList<HashedFile> files, ResolvedTarget target) =>
        new(plan, files, token => ApprovalFolder.Of(target.RequireProject()).WritePlanAsync(plan, token));

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
