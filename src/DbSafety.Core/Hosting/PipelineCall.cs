using System.Text.Json.Nodes;

namespace DbSafety.Core.Hosting;

/// <summary>One command of a pipeline that a runbook's step runs.</summary>
/// <param name="Command">A command's full name, or the path of a script file.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="IsForeign">It is not one of the module's.</param>
public sealed record PipelineCall(string Command, IReadOnlyDictionary<string, JsonNode?> Parameters, bool IsForeign);
