using System.Globalization;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Projects.Seeds;

/// <summary>Loads seed files in one transaction: all of them, or none.</summary>
internal sealed class SeedLoader(Sessions sessions, string target, LimitPolicy limits, IOperationHost host)
{
    private const string RolledBack = "The transaction was rolled back: nothing of the seeds is in the database.";

    /// <exception cref="DbSafetyException"><c>SeedFailed</c> with file, line and column; <c>SeedOutcomeUnknown</c> where the commit got no answer.</exception>
    public async Task<IReadOnlyList<SeedFileResult>> LoadAsync(IReadOnlyList<SeedFile> files, CancellationToken cancellationToken)
    {
        await using var connection = await sessions.OpenAsync("seed", cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SetLimitsAsync(connection, cancellationToken);
        var results = new List<SeedFileResult>();
        var total = files.Sum(file => file.Statements.Count);
        var done = 0;
        foreach (var file in files)
        {
            var start = host.Time.GetTimestamp();
            long rows = 0;
            foreach (var statement in file.Statements)
            {
                host.Progress(new ProgressReport("Loading seeds", Path.GetFileName(file.Path), done++, total, "statements", rows));
                rows += await RunAsync(connection, file, statement, cancellationToken);
            }

            results.Add(new SeedFileResult(file.Path, target, file.Statements.Count, rows, host.Time.GetElapsedTime(start)));
        }

        cancellationToken.ThrowIfCancellationRequested();
        await CommitAsync(transaction);
        host.Progress(new ProgressReport("Loading seeds", "", total, total, "statements", results.Sum(result => result.Rows), Completed: true));
        return results;
    }

    /// <summary>What begins the transaction.</summary>
    internal static IReadOnlyList<string> LimitsOf(LimitPolicy limits) =>
        [$"SET LOCAL lock_timeout = {Milliseconds(limits.LockTimeout)}", $"SET LOCAL statement_timeout = {Milliseconds(limits.StatementTimeout)}"];

    private async Task SetLimitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(string.Join("; ", LimitsOf(limits)), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> RunAsync(NpgsqlConnection connection, SeedFile file, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            if (statement.CopyData is { } data)
                return await CopyAsync(connection, statement, data, cancellationToken);
            await using var command = new NpgsqlCommand(statement.Text, connection);
            return Math.Max(0, await command.ExecuteNonQueryAsync(cancellationToken));
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(file, statement, error);
        }
    }

    private static async Task<long> CopyAsync(NpgsqlConnection connection, SqlStatement statement, CopyBlock block, CancellationToken cancellationToken)
    {
        var writer = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(statement.Text, cancellationToken);
        try
        {
            await writer.WriteAsync(block.Data, cancellationToken);
        }
        catch
        {
            await writer.CancelAsync();
            throw;
        }

        await writer.DisposeAsync();
        return CopyRows.Count(statement.Text, block.Data.Span);
    }

    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            // A commit that was sent is waited for: giving up on it would only leave the outcome unknown.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (PostgresException error)
        {
            // A deferred constraint speaks at the commit.
            throw PostgresErrors.Map(error, "committing the seeds", RolledBack, "Mend the seeds, then run the command again.");
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw new DbSafetyException("SeedOutcomeUnknown", ErrorKind.StateUnknown, "The connection was lost while the seeds were committed.", error)
            {
                State = "Either all of the seeds are in the database, or none of them.",
                NextStep = "Look at one of their tables before you run the command again.",
            };
        }
    }

    private static DbSafetyException Failed(SeedFile file, SqlStatement statement, Exception error)
    {
        var cause = PostgresErrors.Map(error, $"{Path.GetFileName(file.Path)} was loaded");
        var place = error is PostgresException { Position: > 0 } server ? statement.PositionOf(server.Position) : new ScriptPosition(statement.Line, statement.Column);
        return new DbSafetyException("SeedFailed", cause.Kind is ErrorKind.Connection or ErrorKind.LimitReached or ErrorKind.PermissionDenied ? cause.Kind : ErrorKind.FailedRolledBack,
            $"{file.Path}, line {place.Line}, column {place.Column}: {(error as PostgresException)?.MessageText ?? error.Message}", error)
        {
            State = RolledBack,
            NextStep = "Mend that statement (the migrations that the seeds need may be pending: dbsafety status), then run the command again.",
            SqlState = cause.SqlState,
            Script = file.Path,
            Line = place.Line,
            Column = place.Column,
            Detail = cause.Detail,
        };
    }

    private static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
