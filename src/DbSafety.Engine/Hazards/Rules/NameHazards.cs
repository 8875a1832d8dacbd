using System.Text;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms.Reading;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Names: RB04, RB05.</summary>
internal static class NameHazards
{
    private const int MaxBytes = 63;

    public static void Check(StatementContext context)
    {
        var text = context.Statement.Text;
        foreach (var token in FormReader.Tokens(text).Where(token => token.IsName && token.Length > MaxBytes / 4))
        {
            var written = token.In(text).Trim('"').ToString();
            if (Encoding.UTF8.GetByteCount(written) > MaxBytes)
                context.Report("RB05", written, $"It has {Encoding.UTF8.GetByteCount(written)} bytes; PostgreSQL makes {TokenText.Name(token, text)} of it.", Identifier.Quote(TokenText.Name(token, text)));
        }

        var made = context.Facts.Affects.FirstOrDefault(item => item.Schema is null && item.Effect is (StatementEffect.Created or StatementEffect.Altered or StatementEffect.Dropped)
            && item.Kind is (AffectedKind.Table or AffectedKind.View or AffectedKind.MaterializedView or AffectedKind.Type or AffectedKind.Function or AffectedKind.Sequence));
        if (made is { Schema: null } && context.Statement.SearchPath is null)
            context.Report("RB04", made.Name, $"Which {made.Name} is meant depends on the search_path of the session.", Identifier.Quote(context.Symbols.SearchPath[0], made.Name));
    }
}
