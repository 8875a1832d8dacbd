using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>The objects that a statement's words make, change or drop.</summary>
internal static class StatementObjects
{
    public static IReadOnlyList<ObjectTrace> Of(SqlStatement statement) =>
    [
        .. statement.Facts.Affects
            .Where(item => item.Effect is StatementEffect.Created or StatementEffect.Altered or StatementEffect.Dropped)
            .Select(item => new ObjectTrace($"{Kind(item.Kind)} {Identifier.Quote(item.Schema, item.Name)}", Change(item.Effect), Seen: false)),
    ];

    private static string Change(StatementEffect effect) => effect switch
    {
        StatementEffect.Created => "created",
        StatementEffect.Dropped => "dropped",
        _ => "changed",
    };

    private static string Kind(AffectedKind kind) => kind switch
    {
        AffectedKind.MaterializedView => "materialized view",
        AffectedKind.TableRule => "rule",
        AffectedKind.Other => "object",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
