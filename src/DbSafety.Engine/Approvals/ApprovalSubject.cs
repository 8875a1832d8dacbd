using System.Text.Json.Nodes;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Approvals;

/// <summary>What a decision is bound to: everything that will happen, rebuilt from the live state and from the bytes that will be run.</summary>
/// <param name="Decided">The plan; its canonical JSON is what the digest is of.</param>
/// <param name="Files">The files of which those bytes were read.</param>
/// <param name="WriteAsync">Writes the plan into the project's <c>plans/</c> for an approver to read; gives the path.</param>
public sealed record ApprovalSubject(JsonObject Decided, IReadOnlyList<HashedFile> Files, Func<CancellationToken, Task<string>> WriteAsync)
{
    /// <summary><c>sha256:</c> and the digest of the plan.</summary>
    public string Digest { get; } = CanonicalJson.Digest(Decided);

    /// <summary>What is done: <c>migrate</c>, <c>rollback</c>, <c>restore</c>, <c>baseline</c>, <c>runbook</c> or <c>owed</c>.</summary>
    public string Action => (string)Decided["action"]!;
}
