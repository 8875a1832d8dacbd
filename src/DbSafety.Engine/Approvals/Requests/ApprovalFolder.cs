using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Plans;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>
/// The requests and decisions in a project's <c>plans/</c>. They stand beside the plan that they are for: <c>X.json</c> is the plan,
/// <c>X.request-N.json</c> a request for it, <c>X.decision-WHO-N.json</c> a decision on one, <c>X.used-N.json</c> the note that a run used it up.
/// </summary>
internal sealed class ApprovalFolder(string folder)
{
    public static ApprovalFolder Of(ProjectFolder project) => new(project.Resolve(PlanFiles.Folder));

    public string Path { get; } = folder;

    public IReadOnlyList<EnvelopeSource> Requests => Read("*.request-*.json");

    public IReadOnlyList<EnvelopeSource> Decisions => Read("*.decision-*.json");

    /// <summary>The plans that stand here, newest first.</summary>
    public IReadOnlyList<string> Plans => !Directory.Exists(Path) ? [] : [.. new DirectoryInfo(Path).EnumerateFiles("*.json")
        .Where(file => !file.Name.Contains(".request-", StringComparison.Ordinal) && !file.Name.Contains(".decision-", StringComparison.Ordinal) && !file.Name.Contains(".used-", StringComparison.Ordinal))
        .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).Select(file => file.FullName)];

    public string RequestPath(string plan, string nonce) => $"{Stem(plan)}.request-{nonce[..8]}.json";

    public string DecisionPath(string plan, DecisionStatement statement) => $"{Stem(plan)}.decision-{Safe(statement.Approver)}-{statement.Request["sha256:".Length..][..8]}-{statement.Decision.ToString().ToLowerInvariant()}.json";

    /// <summary>The run that used a request up, as the note beside it says; null where there is no note.</summary>
    public string? UsedBy(string request)
    {
        if (!Directory.Exists(Path) || Directory.EnumerateFiles(Path, $"*.used-{request["sha256:".Length..][..16]}.json").FirstOrDefault() is not { } path)
            return null;
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(path))?["run"] ?? "?";
        }
        catch (JsonException)
        {
            return "?";
        }
    }

    /// <summary>Notes that a run uses a request up; gives the note's path. Made anew only: of two runs that begin at once, one finds it there.</summary>
    /// <exception cref="IOException">It is there already.</exception>
    public async Task<string> UseAsync(string request, string action, string target, string run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        var path = System.IO.Path.Combine(Path, $"{Safe(action)}_{Safe(target)}.used-{request["sha256:".Length..][..16]}.json");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await JsonSerializer.SerializeAsync(file, new JsonObject { ["request"] = request, ["run"] = run, ["at"] = Moments.Write(now) }, cancellationToken: cancellationToken);
        return path;
    }

    /// <summary>The plan of a file. Its digest is computed of what it holds, never taken from it.</summary>
    /// <exception cref="DbSafetyException"><c>PlanNotFound</c>, <c>PlanFileAltered</c>.</exception>
    public static async Task<(JsonObject Plan, string Digest)> ReadPlanAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw NotFound($"There is no plan {path}.");
        try
        {
            var file = JsonNode.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            if (file?["plan"] is JsonObject plan && plan["action"] is JsonValue && CanonicalJson.Digest(plan) is { } digest && digest == (string?)file["digest"])
                return (plan, digest);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Altered(path, error);
        }

        throw Altered(path, null);
    }

    /// <summary>The file of the plan with that digest; null where none of them is it.</summary>
    public async Task<string?> FindPlanAsync(string digest, CancellationToken cancellationToken)
    {
        foreach (var path in Plans)
        {
            try
            {
                if ((await ReadPlanAsync(path, cancellationToken)).Digest == digest)
                    return path;
            }
            catch (DbSafetyException)
            {
                // Another file of the folder, or one that was altered, is not the one that is looked for.
            }
        }

        return null;
    }

    public async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        var partial = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(partial, text, cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Writes a plan that is not one of migrations.</summary>
    public async Task<string> WritePlanAsync(JsonObject plan, CancellationToken cancellationToken)
    {
        var digest = CanonicalJson.Digest(plan);
        var path = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{Safe((string)plan["action"]!)}_{Safe((string)plan["target"]!)}_{digest["sha256:".Length..][..12]}.json"));
        var text = new JsonObject { ["digest"] = digest, ["plan"] = CanonicalJson.Sorted(plan) }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        await WriteAsync(path, text + "\n", cancellationToken);
        return path;
    }

    public static string Stem(string plan) => plan.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? plan[..^5] : plan;

    private IReadOnlyList<EnvelopeSource> Read(string pattern) => !Directory.Exists(Path) ? []
        : [.. Directory.EnumerateFiles(Path, pattern).Order(StringComparer.Ordinal).Select(file => new EnvelopeSource(System.IO.Path.GetFileName(file), File.ReadAllBytes(file)))];

    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));

    internal static DbSafetyException NotFound(string message) => new("PlanNotFound", ErrorKind.NotFound, message)
    {
        State = "Nothing was changed.",
        NextStep = "See which there are with: dbsafety plans; make one with: dbsafety plan",
    };

    private static DbSafetyException Altered(string path, Exception? error) => new("PlanFileAltered", ErrorKind.NotApproved, $"{path} is not a plan with the digest that it names.", error)
    {
        State = "Nothing was signed and nothing was changed.",
        NextStep = "Make the plan again: dbsafety plan",
    };
}
