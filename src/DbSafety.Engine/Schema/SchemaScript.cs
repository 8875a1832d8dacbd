namespace DbSafety.Engine.Schema;

/// <summary>Writes objects as a script that psql loads.</summary>
public static class SchemaScript
{
    /// <summary>The settings of a session that runs the statements of <see cref="SchemaObject"/>: they name everything in full.</summary>
    public static IReadOnlyList<string> SessionSettings { get; } =
    [
        "SET statement_timeout = 0",
        "SET lock_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        "SET client_encoding = 'UTF8'",
        "SET standard_conforming_strings = on",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "SET check_function_bodies = false",
        "SET xmloption = content",
        "SET client_min_messages = warning",
        "SET row_security = off",
        "SET default_tablespace = ''",
        "SET default_table_access_method = heap",
    ];

    /// <summary>Writes session settings, the objects in their order, and the privileges last.</summary>
    /// <param name="withOwnership">Also writes owners and privileges; their roles must exist where the script runs.</param>
    public static void Write(IEnumerable<SchemaObject> objects, TextWriter writer, bool withOwnership = true)
    {
        foreach (var setting in SessionSettings)
            WriteStatement(setting, writer);
        writer.Write('\n');

        var grants = new List<string>();
        foreach (var item in objects)
        {
            writer.Write($"-- {item.Identity.ReplaceLineEndings(" ")}\n");
            foreach (var statement in item.Statements)
                WriteStatement(statement, writer);
            if (!withOwnership)
                continue;
            foreach (var statement in item.OwnerStatements)
                WriteStatement(statement, writer);
            grants.AddRange(item.GrantStatements);
        }

        if (grants.Count > 0)
            writer.Write("\n-- privileges\n");
        foreach (var statement in grants)
            WriteStatement(statement, writer);
    }

    /// <summary>The same as one text.</summary>
    public static string Write(IEnumerable<SchemaObject> objects, bool withOwnership = true)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Write(objects, writer, withOwnership);
        return writer.ToString();
    }

    private static void WriteStatement(string statement, TextWriter writer)
    {
        writer.Write(statement);
        writer.Write(";\n");
    }
}
