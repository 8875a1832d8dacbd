using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Hosting;

/// <summary>
/// The one JSON document of <c>--json</c>, in the form of <see cref="ResultJson"/>.
/// </summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Options => ResultJson.Indented;

    /// <summary>The results: an array for a command of many, else the object, or null where there is none.</summary>
    public static string Results(IReadOnlyList<object> results, bool many) =>
        JsonSerializer.Serialize(many ? results : results.Count > 0 ? results[^1] : null, Options);

    /// <summary>An error, and the results that were there before it.</summary>
    public static string Error(DbSafetyException error, IReadOnlyList<object> results) => JsonSerializer.Serialize(
        new
        {
            Error = new
            {
                error.Id,
                error.Kind,
                error.Message,
                error.State,
                error.NextStep,
                error.SqlState,
                error.Script,
                error.Line,
                error.Column,
                error.Detail,
                ExitCode = (int)error.ExitCode,
            },
            Results = results,
        },
        Options);
}
