using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A command of a pipeline.</summary>
/// <param name="Name">Its full name, such as <c>New-LogicalBackup</c>.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="Place">Where it stands.</param>
public sealed record PipelineCommand(string Name, IReadOnlyDictionary<string, StepValue> Parameters, SourcePlace Place);
