namespace DbSafety.Engine.Sql.Facts;

/// <summary>An object kind as CREATE, ALTER, DROP, COMMENT ON and GRANT write it.</summary>
/// <param name="Words">The words as the command tag has them.</param>
internal readonly record struct ObjectKind(string Words, AffectedKind Kind)
{
    /// <summary>Goes past the kind that stands here; null where none is known.</summary>
    public static ObjectKind? Take(TokenCursor cursor)
    {
        foreach (var (words, tag, kind) in Kinds)
        {
            if (cursor.Take(words))
                return new ObjectKind(tag, kind);
        }

        return null;
    }

    public bool IsRelation => Kind is AffectedKind.Table or AffectedKind.View or AffectedKind.MaterializedView or AffectedKind.Index
        or AffectedKind.Sequence;

    // Longer ones first where one begins another.
    private static readonly (string[] Words, string Tag, AffectedKind Kind)[] Kinds =
    [
        (["table"], "TABLE", AffectedKind.Table),
        (["index"], "INDEX", AffectedKind.Index),
        (["view"], "VIEW", AffectedKind.View),
        (["materialized", "view"], "MATERIALIZED VIEW", AffectedKind.MaterializedView),
        (["foreign", "table"], "FOREIGN TABLE", AffectedKind.Table),
        (["foreign", "data", "wrapper"], "FOREIGN DATA WRAPPER", AffectedKind.Other),
        (["foreign", "server"], "FOREIGN SERVER", AffectedKind.Other),
        (["sequence"], "SEQUENCE", AffectedKind.Sequence),
        (["type"], "TYPE", AffectedKind.Type),
        (["domain"], "DOMAIN", AffectedKind.Type),
        (["function"], "FUNCTION", AffectedKind.Function),
        (["procedure"], "PROCEDURE", AffectedKind.Function),
        (["aggregate"], "AGGREGATE", AffectedKind.Function),
        (["routine"], "ROUTINE", AffectedKind.Function),
        (["schema"], "SCHEMA", AffectedKind.Schema),
        (["trigger"], "TRIGGER", AffectedKind.TableRule),
        (["rule"], "RULE", AffectedKind.TableRule),
        (["policy"], "POLICY", AffectedKind.TableRule),
        (["extension"], "EXTENSION", AffectedKind.Extension),
        (["database"], "DATABASE", AffectedKind.Database),
        (["user", "mapping"], "USER MAPPING", AffectedKind.Other),
        (["role"], "ROLE", AffectedKind.Role),
        (["user"], "ROLE", AffectedKind.Role),
        (["group"], "ROLE", AffectedKind.Role),
        (["access", "method"], "ACCESS METHOD", AffectedKind.Other),
        (["event", "trigger"], "EVENT TRIGGER", AffectedKind.Other),
        (["operator", "class"], "OPERATOR CLASS", AffectedKind.Other),
        (["operator", "family"], "OPERATOR FAMILY", AffectedKind.Other),
        (["operator"], "OPERATOR", AffectedKind.Other),
        (["text", "search", "configuration"], "TEXT SEARCH CONFIGURATION", AffectedKind.Other),
        (["text", "search", "dictionary"], "TEXT SEARCH DICTIONARY", AffectedKind.Other),
        (["text", "search", "parser"], "TEXT SEARCH PARSER", AffectedKind.Other),
        (["text", "search", "template"], "TEXT SEARCH TEMPLATE", AffectedKind.Other),
        (["default", "privileges"], "DEFAULT PRIVILEGES", AffectedKind.Other),
        (["large", "object"], "LARGE OBJECT", AffectedKind.Other),
        (["procedural", "language"], "LANGUAGE", AffectedKind.Other),
        (["language"], "LANGUAGE", AffectedKind.Other),
        (["collation"], "COLLATION", AffectedKind.Other),
        (["conversion"], "CONVERSION", AffectedKind.Other),
        (["cast"], "CAST", AffectedKind.Other),
        (["publication"], "PUBLICATION", AffectedKind.Other),
        (["subscription"], "SUBSCRIPTION", AffectedKind.Other),
        (["server"], "SERVER", AffectedKind.Other),
        (["statistics"], "STATISTICS", AffectedKind.Other),
        (["tablespace"], "TABLESPACE", AffectedKind.Other),
        (["transform"], "TRANSFORM", AffectedKind.Other),
        (["parameter"], "PARAMETER", AffectedKind.Other),
        (["system"], "SYSTEM", AffectedKind.Other),
    ];
}
