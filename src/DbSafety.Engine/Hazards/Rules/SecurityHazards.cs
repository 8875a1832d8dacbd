using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Who may do what: DS07; and changed behaviour of policies and functions: CP15.</summary>
internal static class SecurityHazards
{
    public static void Check(StatementContext context)
    {
        var facts = context.Facts;
        switch (facts.Tag)
        {
            case "GRANT" or "REVOKE":
                Privileges(context);
                break;
            case "GRANT ROLE" or "REVOKE ROLE" or "CREATE ROLE" or "ALTER ROLE" or "DROP ROLE" or "ALTER DEFAULT PRIVILEGES" or "REASSIGN OWNED" or "DROP OWNED":
                context.Report("DS07", facts.Affects.FirstOrDefault()?.Name, $"{facts.Tag} changes who may do what, for more than this database.", "Roles outside the migrations; or an approval of somebody for whom that is a duty.");
                break;
            case "CREATE POLICY" or "ALTER POLICY":
                if (OnExisting(context) is { } table)
                    context.Report("CP15", table, $"Who sees which rows of {table} changes, without an error.", "Say in a comment who is meant to see what, and check it in verify/.");
                break;
        }

        if (context.Form is FunctionForm { Volatility: { } volatility, Altered: true } form && OldVolatility(context, form.Name.Name) is { } old && old != volatility)
            context.Report("CP15", form.Name.Name, $"{form.Name.Name}() was {old.ToUpperInvariant()} and becomes {volatility.ToUpperInvariant()}: plans, indexes and defaults that use it behave otherwise.", $"ALTER FUNCTION {Identifier.Quote(form.Name.Schema, form.Name.Name)} {old.ToUpperInvariant()};");
    }

    private static void Privileges(StatementContext context)
    {
        var toPublic = IsPublic(context.Statement.Text);
        var objects = context.Facts.Affects.Where(item => !IsNew(context, item)).ToList();
        if (objects.Count == 0 && !toPublic)
            return;
        var what = objects.FirstOrDefault()?.Name ?? context.Facts.Affects.FirstOrDefault()?.Name;
        context.Report("DS07", what, toPublic ? "PUBLIC is everybody who can connect, now and later." : $"Who may do what with {what} changes.",
            toPublic ? "Name the role that is meant instead of PUBLIC." : "An approval of somebody for whom that is a duty.");
    }

    private static bool IsNew(StatementContext context, AffectedObject item) => item.Kind switch
    {
        AffectedKind.Table => !context.Exists(context.Table(new QualifiedName(item.Schema, item.Name))) || IsNew(context, item.Name),
        _ => IsNew(context, item.Name),
    };

    private static bool IsNew(StatementContext context, string name) =>
        (context.Symbols.Others.TryGetValue(name, out var script) || context.Symbols.Types.TryGetValue(name, out script)) && context.IsNew(script);

    private static bool IsPublic(string text)
    {
        var cursor = new TokenCursor(text, FormReader.Tokens(text));
        var grants = cursor.IsWord("grant");
        while (cursor.SkipPast("to"))
        {
            if (grants && cursor.IsWord("public"))
                return true;
        }

        return false;
    }

    private static string? OnExisting(StatementContext context) => context.Facts.Affects
        .Where(item => item.Kind == AffectedKind.Table && item.Effect == StatementEffect.Altered)
        .Select(item => context.Table(new QualifiedName(item.Schema, item.Name))).FirstOrDefault(context.Exists)?.ToString();

    private static string? OldVolatility(StatementContext context, string name)
    {
        if (context.Symbols.Functions.TryGetValue(name, out var known))
            return context.Symbols.Others.TryGetValue(name, out var script) && context.IsNew(script) ? null : known;
        return context.Symbols.Target?.Functions.GetValueOrDefault(name) switch { 'v' => "volatile", 's' => "stable", 'i' => "immutable", _ => null };
    }
}
