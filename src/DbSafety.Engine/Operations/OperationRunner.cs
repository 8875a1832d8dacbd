using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Operations;

/// <summary>Runs any command, and lets nothing but our own exception (or a cancellation) out.</summary>
public sealed class OperationRunner : IOperationRunner
{
    public async Task RunAsync(CommandOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            if (options is DatabaseOptions database)
                await ConnectionNames.ResolveAsync(database, host, cancellationToken);
            LeaseReminder.Tell(options, host);
            await OperationRegistry.RunAsync(options, host, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            // The server says 57014 when our own cancel request reached it first.
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresErrors.Map(error, "the command ran");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Map(error);
        }
    }

    public Task<IReadOnlyList<string>> CompleteAsync(string source, CommandOptions options, IOperationHost host, CancellationToken cancellationToken) =>
        Completions.FindAsync(source, options, host, cancellationToken);
}
