using System.Text;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// The SQL around a table's rows: what the table needs (made only where it is absent), the table, and what comes after the rows.
/// A partitioned table is written with all its partitions.
/// </summary>
internal sealed class TableScript
{
    private readonly DatabaseSchema _schema;
    private readonly HashSet<ObjectKey> _own;
    private readonly IReadOnlyList<SchemaObject> _needed;
    private readonly IReadOnlyList<ForeignKeyModel> _foreignKeys;
    private readonly GuardedSql _guarded = new();

    public TableScript(DatabaseSchema schema, TableModel table, IReadOnlySet<TableName> set)
    {
        _schema = schema;
        Table = table;
        Parts = [table, .. Descendants(schema, table)];
        Own = [.. Parts.SelectMany(schema.ObjectsOf)];
        _own = [.. Own.Select(item => item.Key)];
        _needed = schema.Closure([table]);
        var incoming = Parts.SelectMany(part => part.IncomingForeignKeys).Where(key => set.Contains(new TableName(key.Table.Schema, key.Table.Name)));
        _foreignKeys = [.. Parts.SelectMany(part => part.ForeignKeys).Concat(incoming).DistinctBy(key => key.Key)];
    }

    public TableModel Table { get; }

    /// <summary>The table and, of a partitioned one, all partitions below it.</summary>
    public IReadOnlyList<TableModel> Parts { get; }

    /// <summary>The objects that the table consists of.</summary>
    public IReadOnlyList<SchemaObject> Own { get; }

    /// <summary>The sequences that the file sets: the table's own, and those that its defaults use.</summary>
    public IReadOnlyList<(string Schema, string Name, string? Column)> Sequences
    {
        get
        {
            var owned = Parts.SelectMany(part => part.OwnedSequences).Select(item => (item.Schema, item.Name, Column: (string?)item.Column)).ToList();
            var used = _needed.Where(item => item.Kind == SchemaObjectKind.Sequence && item.PartOf is null)
                .Select(item => (item.Schema!, item.Name, (string?)null))
                .Where(item => !owned.Any(known => known.Schema == item.Item1 && known.Name == item.Name));
            return [.. owned, .. used];
        }
    }

    /// <summary>What comes before the rows.</summary>
    public string BeforeData() => Write(SchemaSection.PreData);

    /// <summary>What comes after the rows: keys, indexes, triggers, owners, foreign keys, privileges.</summary>
    public string AfterData()
    {
        var text = new StringBuilder(Write(SchemaSection.PostData));
        text.Append(GuardedSql.Tolerant(Own.SelectMany(item => item.OwnerStatements)));
        foreach (var key in _foreignKeys)
        {
            if (_schema.Find(key.Key) is { } item)
                text.Append(GuardedSql.ForeignKey(key.Table.QualifiedName, key.Name, key.Referenced.QualifiedName, item.Statements));
        }

        text.Append(GuardedSql.WithoutDefaultPrivileges([.. Own.Where(item => item.PartOf is null)]));
        text.Append(GuardedSql.Tolerant(Own.SelectMany(item => item.GrantStatements)));
        return text.ToString();
    }

    private string Write(SchemaSection section)
    {
        var text = new StringBuilder();
        foreach (var item in _needed.Where(item => item.Section == section && item.Kind != SchemaObjectKind.Publication))
        {
            var isOwn = _own.Contains(item.Key) || (item.PartOf is { } whole && _own.Contains(whole));
            if (isOwn && item.Kind == SchemaObjectKind.ForeignKey)
                continue;
            text.Append(isOwn ? GuardedSql.Lines(item.Statements) : _guarded.IfAbsent(item));
        }

        return text.ToString();
    }

    private static IEnumerable<TableModel> Descendants(DatabaseSchema schema, TableModel table) =>
        table.Partitions
            .Select(partition => schema.FindTable(partition.Schema, partition.Name))
            .OfType<TableModel>()
            .SelectMany(partition => Descendants(schema, partition).Prepend(partition));
}
