using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Schema;

/// <summary>Runs the statements of objects on a server, as <see cref="SchemaScript"/> writes them.</summary>
public static class SchemaApplier
{
    // Round trips are saved, and the server's locks and memory kept in bounds.
    private const int StatementsPerBatch = 200;

    /// <summary>
    /// Makes the objects in their order, privileges last, in the connection's transaction where there is one; without one, what was made
    /// before a failure stays. Changes the session's settings to <see cref="SchemaScript.SessionSettings"/>.
    /// </summary>
    /// <param name="withOwnership">Also gives owners and privileges; their roles must exist on the server.</param>
    /// <exception cref="DbSafetyException">The server refused a statement; the message names the object.</exception>
    public static async Task ApplyAsync(
        NpgsqlConnection connection, IEnumerable<SchemaObject> objects, bool withOwnership, CancellationToken cancellationToken)
    {
        var all = objects.ToList();
        var steps = SchemaScript.SessionSettings.Select(text => (Text: text, Object: "the session's settings"))
            .Concat(all.SelectMany(item => withOwnership ? item.Statements.Concat(item.OwnerStatements) : item.Statements, (item, text) => (text, item.Identity)))
            .Concat(withOwnership ? all.SelectMany(item => item.GrantStatements, (item, text) => (text, "the privileges of " + item.Identity)) : []);
        foreach (var chunk in steps.Chunk(StatementsPerBatch))
            await RunAsync(connection, chunk, cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, (string Text, string Object)[] steps, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (text, _) in steps)
        {
            // A positional parameter, which no statement uses, keeps Npgsql from looking for semicolons: it would divide BEGIN ATOMIC bodies.
            var command = new NpgsqlBatchCommand(text);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 0 });
            batch.BatchCommands.Add(command);
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            var failed = error is PostgresException { BatchCommand: { } command } ? batch.BatchCommands.IndexOf((NpgsqlBatchCommand)command) : -1;
            throw PostgresErrors.Map(error, failed < 0 ? "making objects of a schema" : $"making {steps[failed].Object}");
        }
    }
}
