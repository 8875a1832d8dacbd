using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Journals;
using Npgsql;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>Reads the journals of runs from the target, for runs whose folder is lost.</summary>
internal sealed class RunMirror(NpgsqlConnection session, string database)
{
    /// <summary>The ids of the runs, newest first; of those that begin with a text where it is given.</summary>
    /// <exception cref="DbSafetyException"><c>RunNotMirrored</c>: the database has no journal that holds runs.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string? beginning, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT DISTINCT e.run_id FROM dbsafety.run_event e
            WHERE $1::text IS NULL OR pg_catalog.starts_with(pg_catalog.lower(e.run_id), pg_catalog.lower($1))
            ORDER BY 1 DESC
            """;
        try
        {
            await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = beginning ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } } };
            var found = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                found.Add(reader.GetString(0));
            return found;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new DbSafetyException("RunNotMirrored", ErrorKind.NotFound, $"{database} has no journal of runs.", error)
            {
                State = "Nothing was changed.",
                NextStep = "Only a database with a journal of version 3 has one; the next migration makes it. Look for the run's folder: dbsafety runs --path",
            };
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw JournalErrors.NotReadable(error, session.UserName);
        }
    }

    /// <summary>The one run that is named, or the beginning of its name.</summary>
    /// <exception cref="DbSafetyException"><c>RunNotFound</c>, <c>RunAmbiguous</c>.</exception>
    public async Task<string> RequireAsync(string? id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, cancellationToken);
        return found switch
        {
            [var one] => one,
            [var newest, ..] when id is null => newest,
            [] => throw new DbSafetyException("RunNotFound", ErrorKind.NotFound, id is null ? $"{database} has no run." : $"{database} has no run '{id}'.") { State = "Nothing was changed.", NextStep = "dbsafety runs --from-database lists them." },
            _ => found.FirstOrDefault(run => run.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw new DbSafetyException("RunAmbiguous", ErrorKind.InvalidArgument, $"{found.Count} runs begin with '{id}'.")
            {
                State = "Nothing was changed.",
                NextStep = $"Write more of it: {string.Join(", ", found)}",
            },
        };
    }

    /// <summary>The lines of a run, from the first on, as far as none is missing.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT e.sequence, e.line FROM dbsafety.run_event e WHERE e.run_id = $1 ORDER BY e.sequence", session) { Parameters = { new() { Value = runId } } };
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken) && reader.GetInt32(0) == lines.Count + 1)
            lines.Add(reader.GetString(1));
        return lines;
    }
}
