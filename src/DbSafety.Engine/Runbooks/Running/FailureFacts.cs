using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>A failure as references and the journal see it.</summary>
internal static class FailureFacts
{
    /// <summary><c>$failed</c>.</summary>
    public static JsonObject Of(RunbookStep step, string address, StepResult result) => new()
    {
        ["address"] = address,
        ["id"] = step.Id,
        ["step"] = step.Title,
        ["state"] = result.State.ToString(),
        ["error"] = result.Error is null ? null : Of(result.Error),
    };

    public static JsonObject Of(DbSafetyException error) => new()
    {
        ["id"] = error.Id,
        ["kind"] = error.Kind.ToString(),
        ["message"] = error.Message,
        ["state"] = error.State,
        ["nextStep"] = error.NextStep,
        ["sqlState"] = error.SqlState,
        ["script"] = error.Script,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["detail"] = new JsonArray([.. error.Detail.Select(line => JsonValue.Create(line))]),
    };

    /// <summary>The error that was written.</summary>
    public static DbSafetyException Read(JsonObject facts) => new(
        (string)facts["id"]!,
        Enum.TryParse<ErrorKind>((string?)facts["kind"], out var kind) ? kind : ErrorKind.Unexpected,
        (string)facts["message"]!)
    {
        State = (string?)facts["state"],
        NextStep = (string?)facts["nextStep"],
        SqlState = (string?)facts["sqlState"],
        Script = (string?)facts["script"],
        Line = (int?)facts["line"],
        Column = (int?)facts["column"],
        Detail = [.. (facts["detail"] as JsonArray ?? []).Select(line => (string)line!)],
    };
}
