using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads ALTER of relations, types, domains, schemas and functions; the cursor stands after ALTER.</summary>
internal static class AlterReader
{
    public static StatementForm? Read(TokenCursor cursor)
    {
        if (ObjectKind.Take(cursor) is not { } kind)
            return null;
        if (kind.IsRelation)
            return Relation(cursor, kind);
        return kind.Words switch
        {
            "TYPE" => Type(cursor),
            "DOMAIN" => Domain(cursor),
            "SCHEMA" when cursor.TakeName() is { } name => cursor.Take("rename", "to") && cursor.TakeName() is { } renamed ? new RenameForm("SCHEMA", name, renamed.Name) : null,
            "FUNCTION" or "PROCEDURE" or "ROUTINE" when cursor.TakeName() is { } name => Function(cursor, name),
            _ => null,
        };
    }

    private static AlterTableForm? Relation(TokenCursor cursor, ObjectKind kind)
    {
        if (cursor.IsWord("all") && cursor.IsWord("in", 1))
            return null;
        var ifExists = cursor.Take("if", "exists");
        var only = cursor.Take("only");
        if (cursor.TakeName() is not { } name)
            return null;
        if (cursor.Peek().Kind == TokenKind.Operator)
            cursor.Index++;
        var actions = new List<AlterAction>();
        do
        {
            if (!cursor.AtEnd)
                actions.Add(AlterActionReader.Read(cursor));
        }
        while (cursor.SkipPastSymbol(','));
        return new AlterTableForm(name, kind.Kind, actions) { IfExists = ifExists, Only = only };
    }

    private static StatementForm? Type(TokenCursor cursor)
    {
        if (cursor.TakeName() is not { } name)
            return null;
        if (cursor.Take("add", "value"))
        {
            cursor.TakeIfExists();
            var label = TokenText.Literal(cursor.Peek(), cursor.Text);
            return new TypeStatementForm(TypeStatementKind.AddValue, name) { Label = label, HasPlace = cursor.Has("before", "after") };
        }

        if (cursor.Take("rename", "value"))
        {
            var label = TokenText.Literal(cursor.Peek(), cursor.Text);
            return new TypeStatementForm(TypeStatementKind.RenameValue, name) { Label = label, NewLabel = TokenText.Literal(cursor.Peek(2), cursor.Text) };
        }

        if (cursor.Take("rename", "to") && cursor.TakeName() is { } renamed)
            return new RenameForm("TYPE", name, renamed.Name);
        return new TypeStatementForm(TypeStatementKind.AlterTypeOther, name);
    }

    private static StatementForm? Domain(TokenCursor cursor)
    {
        if (cursor.TakeName() is not { } name)
            return null;
        if (cursor.Take("validate"))
            return new TypeStatementForm(TypeStatementKind.ValidateDomainConstraint, name);
        if (cursor.Take("set", "not", "null"))
            return new TypeStatementForm(TypeStatementKind.AddDomainConstraint, name) { Text = "NOT NULL" };
        if (!cursor.Take("add"))
            return new TypeStatementForm(TypeStatementKind.AlterDomainOther, name);
        var text = cursor.RestText;
        var label = cursor.Take("constraint") ? cursor.TakeName()?.Name : null;
        var constraint = ConstraintReader.Read(cursor, label, null);
        return new TypeStatementForm(TypeStatementKind.AddDomainConstraint, name) { Label = label, NotValid = constraint?.NotValid ?? false, Text = text };
    }

    private static FunctionForm Function(TokenCursor cursor, QualifiedName name)
    {
        _ = cursor.TakeParentheses();
        return new FunctionForm(name, CreateReader.Volatility(cursor), Altered: true);
    }
}
