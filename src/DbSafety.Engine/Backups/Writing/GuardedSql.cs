using System.Globalization;
using System.Text;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// Writes statements so that they can run where their objects may exist already: what exists is never changed. An object that lives
/// on another, or is a part of it, is only made where that other was made by the same file, which a transaction-local setting tells.
/// </summary>
internal sealed class GuardedSql
{
    private readonly Dictionary<ObjectKey, string> _flags = [];

    /// <summary>The object, made only where it is not there.</summary>
    public string IfAbsent(SchemaObject item)
    {
        var group = item.PartOf ?? (item.Kind is SchemaObjectKind.Sequence or SchemaObjectKind.ForeignKey ? item.Key : item.OwningTable ?? item.Key);
        var isFirst = !_flags.TryGetValue(group, out var flag);
        if (isFirst)
            _flags[group] = flag = "dbsafety.made_" + _flags.Count.ToString(CultureInfo.InvariantCulture);
        var made = $"pg_catalog.current_setting('{flag}', true) = 'yes'";
        return isFirst && AbsenceTest.Of(item) is not { } absent
            ? IfNotDuplicate(item, flag!)
            : If(isFirst ? AbsenceTest.Of(item)! : made, item, flag!);
    }

    /// <summary>A foreign key, made where both tables exist and it does not. Rows that break it are told, since the table itself is more worth than a failed load.</summary>
    public static string ForeignKey(string table, string name, string referenced, IEnumerable<string> statements) => Block($"""
        BEGIN
          IF pg_catalog.to_regclass({Identifier.Literal(referenced)}) IS NOT NULL AND pg_catalog.to_regclass({Identifier.Literal(table)}) IS NOT NULL
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = pg_catalog.to_regclass({Identifier.Literal(table)}) AND conname = {Identifier.Literal(name)}) THEN
        {Executes(statements, "    ")}  END IF;
        EXCEPTION WHEN foreign_key_violation THEN
          RAISE WARNING 'foreign key % was not added: %', {Identifier.Literal(name)}, SQLERRM;
        END
        """);

    /// <summary>Statements that need a role or a right: where it is missing, that is told and the rest goes on.</summary>
    public static string Tolerant(IEnumerable<string> statements)
    {
        var text = new StringBuilder();
        foreach (var statement in statements)
            text.Append(Block("BEGIN\n" + Tolerated(statement, "  ") + "END"));
        return text.ToString();
    }

    /// <summary>
    /// Takes from new tables, views and sequences what the database's default privileges gave of them: they are to have the privileges that
    /// follow, and no others. It is told where that cannot be done.
    /// </summary>
    public static string WithoutDefaultPrivileges(IReadOnlyCollection<SchemaObject> items)
    {
        var named = items.Select(item => (Kind: item.Kind switch
        {
            SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.View or SchemaObjectKind.MaterializedView => "TABLE",
            SchemaObjectKind.Sequence => "SEQUENCE",
            _ => null,
        }, Name: Identifier.Quote(item.Schema, item.Name))).Where(item => item.Kind is not null).ToList();
        return named.Count == 0 ? "" : Block($"""
            DECLARE
              made record;
            BEGIN
              FOR made IN
                SELECT DISTINCT listed.kind, listed.name, CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(granted.grantee)) END AS grantee
                FROM (VALUES {string.Join(", ", named.Select(item => $"('{item.Kind}', {Identifier.Literal(item.Name)})"))}) AS listed (kind, name)
                JOIN pg_catalog.pg_class ON pg_class.oid = pg_catalog.to_regclass(listed.name)
                CROSS JOIN pg_catalog.aclexplode(pg_class.relacl) AS granted
                WHERE granted.grantee <> pg_class.relowner
              LOOP
                BEGIN
                  EXECUTE 'REVOKE ALL ON ' || made.kind || ' ' || made.name || ' FROM ' || made.grantee;
                EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
                  RAISE WARNING '%', SQLERRM;
                END;
              END LOOP;
            END
            """);
    }

    public static string Lines(IEnumerable<string> statements) => string.Concat(statements.Select(Statement));

    public static string Statement(string statement) => statement + ";\n";

    public static string Block(string body) => $"DO {Identifier.DollarQuote("\n" + body + "\n")};\n";

    private static string If(string condition, SchemaObject item, string flag) => Block($"""
        BEGIN
          IF {condition} THEN
        {Executes(item.Statements, "    ")}    PERFORM pg_catalog.set_config('{flag}', 'yes', true);
        {string.Concat(item.OwnershipStatements.Select(statement => Tolerated(statement, "    ")))}  END IF;
        END
        """);

    private static string IfNotDuplicate(SchemaObject item, string flag) => Block($"""
        BEGIN
        {Executes(item.Statements, "  ")}  PERFORM pg_catalog.set_config('{flag}', 'yes', true);
        {string.Concat(item.OwnershipStatements.Select(statement => Tolerated(statement, "  ")))}EXCEPTION WHEN duplicate_object OR duplicate_table OR duplicate_function OR duplicate_schema OR unique_violation THEN
          NULL;
        END
        """);

    private static string Tolerated(string statement, string indent) =>
        $"{indent}BEGIN\n{indent}  EXECUTE {Identifier.Literal(statement)};\n{indent}EXCEPTION WHEN undefined_object OR insufficient_privilege THEN\n{indent}  RAISE WARNING '%', SQLERRM;\n{indent}END;\n";

    private static string Executes(IEnumerable<string> statements, string indent) =>
        string.Concat(statements.Select(statement => $"{indent}EXECUTE {Identifier.Literal(statement)};\n"));
}
