using System.Text.RegularExpressions;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>
/// Finds what a rollback that gives the same schema back may have lost all the same. An object that was dropped and made again has the
/// same name and another number in the catalog; what UPDATE, DELETE and TRUNCATE take away, only their words tell where there are no rows.
/// </summary>
internal sealed partial class Suspicions(DatabaseState before, DatabaseSchema after, MiddleColumns middle, ScriptPlan up, ScriptPlan rollback)
{
    public IReadOnlyList<Suspicion> Find() => [.. Tables(), .. Sequences(), .. Statements()];

    /// <summary>The tables whose rows any script of the two reads or writes, as far as words tell; for the rows of a trial.</summary>
    public static IEnumerable<TableModel> Named(DatabaseSchema schema, params IEnumerable<ScriptPlan> scripts)
    {
        var names = scripts.SelectMany(script => script.Statements).SelectMany(statement => statement.Facts.Affects)
            .Where(item => item.IsTableLike).Select(item => (item.Schema, item.Name)).ToHashSet();
        return schema.Tables.Where(table => names.Contains((null, table.Name)) || names.Contains((table.Schema, table.Name)));
    }

    private IEnumerable<Suspicion> Tables()
    {
        foreach (var table in before.Schema.Tables.Where(table => table.Kind == TableKind.Ordinary))
        {
            if (after.FindTable(table.Schema, table.Name) is not { } now)
                continue;
            if (now.Oid != table.Oid)
            {
                yield return new Suspicion(SuspicionKind.TableRecreated, table.QualifiedName, [], "The table is dropped and made again.");
                continue;
            }

            var again = table.Columns.Where(column => now.Columns.FirstOrDefault(same => same.Name == column.Name) is { } same && same.Number != column.Number
                && column.Generated == GeneratedKind.None).Select(column => column.Name).ToList();
            if (again.Count > 0)
                yield return new Suspicion(SuspicionKind.ColumnRecreated, table.QualifiedName, again, $"{Words("column", again)} dropped and made again.");
            if (!middle.Has(table.Oid))
                continue;
            var changed = table.Columns.Where(column => middle.TypeOf(table.Oid, column.Number) is { } type && Plain(type) != Plain(column.TypeName)
                && !again.Contains(column.Name)).Select(column => column.Name).ToList();
            if (changed.Count > 0)
                yield return new Suspicion(SuspicionKind.TypeChanged, table.QualifiedName, changed, $"{Words("column", changed)} given another type and the old one again.");
        }
    }

    // The model writes the type with an empty search path, this session with its own.
    private static string Plain(string type) => type[(type.LastIndexOf('.') + 1)..];

    private IEnumerable<Suspicion> Sequences()
    {
        var now = SequenceReader.Of(after).ToDictionary(item => item.Identity);
        foreach (var sequence in SequenceReader.Of(before.Schema))
        {
            if (now.TryGetValue(sequence.Identity, out var same) && same.Key.Oid != sequence.Key.Oid && !rollback.Statements.Any(statement => SetsPosition().IsMatch(statement.Text)))
            {
                yield return new Suspicion(SuspicionKind.SequenceRecreated, Identifier.Quote(sequence.Schema, sequence.Name), [],
                    "The sequence is dropped and made again, so it starts anew.");
            }
        }
    }

    private IEnumerable<Suspicion> Statements()
    {
        var putBack = rollback.Statements.ToList();
        foreach (var statement in up.Statements)
        {
            var takes = statement.Facts.Tag is "UPDATE" or "DELETE" or "TRUNCATE TABLE" or "MERGE";
            foreach (var item in statement.Facts.Affects.Where(item => item.IsTableLike
                && (item.Effect == StatementEffect.DataChanged && statement.Facts.Tag is not ("INSERT" or "COPY") || item.Effect == StatementEffect.Suspected)))
            {
                foreach (var table in TablesOf(item))
                {
                    var columns = statement.Facts.Tag == "UPDATE" ? UpdatedColumns.Of(statement) : [];
                    var old = columns?.Where(name => table.Columns.Any(column => column.Name == name)).ToList();
                    // The values of columns that the migration itself adds are nobody's loss.
                    if (statement.Facts.Tag == "UPDATE" && old is { Count: 0 })
                        continue;
                    var mayPutBack = putBack.Any(other => other.Facts.IsOpaque || other.Facts.Affects.Any(changed =>
                        changed.Effect is StatementEffect.DataChanged or StatementEffect.Suspected && changed.Name == item.Name));
                    yield return new Suspicion(takes && !mayPutBack ? SuspicionKind.ValuesTaken : SuspicionKind.ValuesChanged, table.QualifiedName, old ?? [],
                        $"{statement.Facts.Tag} in line {statement.Line} of {ScriptName.Of(up.Path)} {What(statement)}, and nothing puts them back.");
                }
            }
        }
    }

    private static string What(SqlStatement statement) => statement.Facts.Tag switch
    {
        "UPDATE" => "changes values",
        "DELETE" or "TRUNCATE TABLE" => "takes rows away",
        _ => "changes or takes away rows",
    };

    // Under the name of before, or under the one that the up script has given it.
    private IEnumerable<TableModel> TablesOf(AffectedObject item)
    {
        var oids = middle.Named(item.Schema, item.Name).ToHashSet();
        return before.Schema.Tables.Where(table => oids.Contains(table.Oid) || (table.Name == item.Name && (item.Schema is null || item.Schema == table.Schema)));
    }

    private static string Words(string what, List<string> names) =>
        names.Count == 1 ? $"The {what} {names[0]} is" : $"The {what}s {string.Join(", ", names)} are";

    [GeneratedRegex(@"\bsetval\s*\(|\bRESTART\b|\bSTART\s+(WITH\s+)?\d", RegexOptions.IgnoreCase)]
    private static partial Regex SetsPosition();
}
