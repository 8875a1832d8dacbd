using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>Writes a question to the server that ends a script where the answer is not what the tool would want.</summary>
internal static class Refusal
{
    /// <param name="condition">What must be true.</param>
    /// <param name="message">What is wrong where it is not.</param>
    public static string Unless(string condition, string message) =>
        GuardedSql.Block($"BEGIN\n  IF NOT ({condition}) THEN\n    RAISE EXCEPTION '%', {Identifier.Literal(message)};\n  END IF;\nEND");
}
