using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

internal static class FactsReader
{
    public static StatementFacts Read(string text, IReadOnlyList<Token> tokens) => new() { Tag = "?", Class = StatementClass.Other };
}
