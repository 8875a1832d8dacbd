using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Lexing;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// The condition of a filtered backup. It becomes a part of a statement that is sent as text, so that it has to be one expression and
/// nothing else: no second statement, no bracket that closes ours. What it calls runs in the backup's read-only transaction.
/// </summary>
internal static class RowFilter
{
    /// <exception cref="DbSafetyException"><c>BackupFilterInvalid</c>.</exception>
    public static void CheckText(string condition)
    {
        var open = new Stack<char>();
        var tokens = 0;
        foreach (var token in Tokens(condition))
        {
            tokens++;
            var symbol = token.Kind == TokenKind.Symbol ? condition[token.Start] : '\0';
            if (symbol is '(' or '[')
                open.Push(symbol);
            else if (symbol is ')' or ']' && (open.Count == 0 || open.Pop() != (symbol == ')' ? '(' : '[')))
                throw Invalid(condition, "a bracket closes that was not opened");
            else if (symbol == ';')
                throw Invalid(condition, "it holds a semicolon, and must be one expression");
            else if (token.Kind is TokenKind.Backslash or TokenKind.Parameter or TokenKind.Comment)
                throw Invalid(condition, "comments, parameters and psql commands have no place in it");
        }

        if (tokens == 0)
            throw Invalid(condition, "it is empty");
        if (open.Count > 0)
            throw Invalid(condition, "a bracket stays open");
    }

    /// <summary>The query of a table's rows that meet the condition.</summary>
    public static string Query(string table, bool isPartitioned, string columns, string condition) =>
        $"SELECT {columns} FROM {(isPartitioned ? "" : "ONLY ")}{table} WHERE ({condition})";

    /// <summary>Has the server read the condition before anything is written; as a prepared statement it cannot be more than one.</summary>
    public static async Task CheckAsync(NpgsqlConnection connection, string table, bool isPartitioned, string condition, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Query(table, isPartitioned, "1", condition) + " LIMIT 0"));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error)
        {
            throw Invalid(condition, $"for {table} the server says: {error.MessageText} ({error.SqlState})", error);
        }
    }

    private static IEnumerable<Token> Tokens(string condition)
    {
        var tokens = new List<Token>();
        try
        {
            var tokenizer = new Tokenizer(condition, path: null);
            while (tokenizer.TryRead(out var token))
                tokens.Add(token);
        }
        catch (DbSafetyException error)
        {
            throw Invalid(condition, error.Message, error);
        }

        return tokens;
    }

    private static DbSafetyException Invalid(string condition, string reason, Exception? cause = null) =>
        new("BackupFilterInvalid", ErrorKind.InvalidArgument, $"The condition {condition.ReplaceLineEndings(" ")} cannot be used: {reason}.", cause)
        {
            State = "Nothing was written.",
            NextStep = "Write what you would write after WHERE, such as --where \"placed >= date '2024-01-01'\"; functions and types of other schemas than pg_catalog with their schema.",
        };
}
