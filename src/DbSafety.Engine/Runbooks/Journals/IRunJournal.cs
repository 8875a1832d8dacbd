using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>What a run writes about itself.</summary>
public interface IRunJournal
{
    /// <summary>All lines so far.</summary>
    IReadOnlyList<RunEvent> Events { get; }

    /// <summary>Adds a line, which is on the disk when this returns.</summary>
    RunEvent Append(RunEventKind kind, string? address, JsonObject detail);
}
