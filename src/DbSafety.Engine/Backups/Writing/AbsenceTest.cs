using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>The SQL condition that an object does not exist.</summary>
internal static class AbsenceTest
{
    /// <summary>The condition; null for kinds that the server has no lookup for, where a duplicate shows when it is made.</summary>
    public static string? Of(SchemaObject item)
    {
        var name = Identifier.Literal(Identifier.Quote(item.Schema, item.Name));
        return item.Kind switch
        {
            SchemaObjectKind.Schema => $"pg_catalog.to_regnamespace({Identifier.Literal(Identifier.Quote(item.Name))}) IS NULL",
            SchemaObjectKind.Extension => Unlisted("pg_extension", "extname", item.Name),
            SchemaObjectKind.Language => Unlisted("pg_language", "lanname", item.Name),
            SchemaObjectKind.Publication => item.PartOf is null ? Unlisted("pg_publication", "pubname", item.Name) : null,
            SchemaObjectKind.EventTrigger => Unlisted("pg_event_trigger", "evtname", item.Name),
            SchemaObjectKind.Type or SchemaObjectKind.Domain => $"pg_catalog.to_regtype({name}) IS NULL",
            SchemaObjectKind.Function or SchemaObjectKind.Procedure =>
                $"pg_catalog.to_regprocedure({Identifier.Literal(AfterKind(item.Identity))}) IS NULL",
            SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.Sequence or SchemaObjectKind.View
                or SchemaObjectKind.MaterializedView or SchemaObjectKind.Index => $"pg_catalog.to_regclass({name}) IS NULL",
            SchemaObjectKind.Collation => $"pg_catalog.to_regcollation({name}) IS NULL",
            SchemaObjectKind.TextSearchConfiguration => "NOT EXISTS ("
                + "SELECT FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace "
                + $"WHERE n.nspname = {Identifier.Literal(item.Schema ?? "")} AND c.cfgname = {Identifier.Literal(item.Name)})",
            _ => null,
        };
    }

    private static string Unlisted(string catalog, string column, string name) =>
        $"NOT EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {column} = {Identifier.Literal(name)})";

    private static string AfterKind(string identity) => identity[(identity.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
