using System.Text.Json;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>The names of the states in the journal.</summary>
internal static class StepStates
{
    public static string Name(StepState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static StepState Read(string? name) => Enum.TryParse<StepState>(name, ignoreCase: true, out var state) ? state : StepState.Pending;
}
