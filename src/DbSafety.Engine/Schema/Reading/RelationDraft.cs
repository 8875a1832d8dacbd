using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>A table, view or materialized view while it is put together.</summary>
internal sealed class RelationDraft
{
    private string? _quoted;

    public required uint Oid { get; init; }
    public required string Schema { get; init; }
    public required string Name { get; init; }

    /// <summary>As <c>pg_class.relkind</c>: r, p, f, v or m.</summary>
    public required char Kind { get; init; }
    public required string Owner { get; init; }
    public required char Persistence { get; init; }
    public bool IsPartition { get; init; }
    public bool RowSecurity { get; init; }
    public bool ForceRowSecurity { get; init; }
    public char ReplicaIdentity { get; init; }
    public long EstimatedRows { get; init; }
    public long Bytes { get; init; }
    public string? Tablespace { get; init; }
    public string? AccessMethod { get; init; }
    public string[]? Options { get; init; }
    public string[]? ToastOptions { get; init; }
    public string? OfType { get; init; }
    public string? PartitionKey { get; init; }
    public string? PartitionBound { get; init; }
    public string? Query { get; init; }
    public bool IsPopulated { get; init; }
    public string? Server { get; init; }
    public string[]? ServerOptions { get; init; }

    public ColumnDrafts Columns { get; } = new();
    public List<RelationDraft> Parents { get; } = [];
    public List<RelationDraft> Children { get; } = [];
    public List<SequenceModel> Sequences { get; } = [];
    public List<ForeignKeyModel> ForeignKeys { get; } = [];
    public List<ForeignKeyModel> IncomingForeignKeys { get; } = [];
    public List<KeyModel> Keys { get; } = [];
    public SchemaNode? Node { get; set; }

    /// <summary>It has check constraints that only its parents bring.</summary>
    public bool HasInheritedChecks { get; set; }

    /// <summary>
    /// CREATE TABLE … INHERITS would put its columns in another order: parents' first. It was made alone and told to inherit later, and so it
    /// is written. (pg_dump changes the order here.)
    /// </summary>
    public bool InheritsLater => Kind == 'r' && !IsPartition && Parents.Count > 0 && OfType is null && !HasInheritedChecks
        && Columns.Values.All(column => column.IsLocal && column.NotNullConstraint is not { IsLocal: false })
        && !Columns.Values.Select(column => column.Name).SequenceEqual(
            Parents.SelectMany(parent => parent.Columns.Values).Concat(Columns.Values).Select(column => column.Name).Distinct());

    public ObjectKey Key => SchemaNodes.Relation(Oid);
    public string Quoted => _quoted ??= Identifier.Quote(Schema, Name);
    public TableReference Reference => new(Oid, Schema, Name);
    public bool IsTable => Kind is 'r' or 'p' or 'f';

    /// <summary>The word in CREATE, ALTER and COMMENT ON.</summary>
    public string Words => Kind switch { 'f' => "FOREIGN TABLE", 'v' => "VIEW", 'm' => "MATERIALIZED VIEW", _ => "TABLE" };

    /// <summary>What ALTER calls it when only this one, not its children, is meant.</summary>
    public string AlterOnly => Kind switch { 'm' => $"ALTER MATERIALIZED VIEW {Quoted}", 'v' => $"ALTER VIEW {Quoted}", 'f' => $"ALTER FOREIGN TABLE ONLY {Quoted}", _ => $"ALTER TABLE ONLY {Quoted}" };
}
