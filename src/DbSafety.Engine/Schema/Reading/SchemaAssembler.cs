using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema.Ordering;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Makes the schema of what was read: order, statements, fingerprints, tables.</summary>
internal static class SchemaAssembler
{
    public static DatabaseSchema Assemble(Catalog catalog)
    {
        var nodes = catalog.Nodes;
        AddRefreshOrder(catalog);
        var graph = CircleBreaker.Break(nodes, catalog.Warnings);
        var sorted = Sections.Settle(nodes, ref graph, catalog.Warnings);
        var tables = catalog.Tables.All.Where(table => table.IsTable).Select(ToModel)
            .OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal).ToList();
        // What was read and what is made of it need not be held at the same time: of a large database either is much.
        catalog.Release();
        // Texts and hashes of one object have nothing to do with another's.
        var objects = new SchemaObject[sorted.Count];
        Parallel.For(0, objects.Length, i =>
        {
            objects[i] = ToObject(sorted[i], graph);
            sorted[i].Release();
        });
        return new DatabaseSchema(catalog.Version, objects, tables, catalog.Warnings);
    }

    /// <summary>A materialized view that reads others is filled after them.</summary>
    private static void AddRefreshOrder(Catalog catalog)
    {
        var nodes = catalog.Nodes;
        foreach (var refresh in nodes.All.Where(RelationNodes.IsRefresh).ToList())
        {
            var seen = new HashSet<SchemaNode>();
            var pending = new Stack<SchemaNode>([nodes.Find(refresh.PartOf!.Value)!]);
            while (pending.TryPop(out var node))
                foreach (var key in node.Needs)
                    if (nodes.Resolve(key) is { } needed && seen.Add(needed))
                    {
                        pending.Push(needed);
                        if (nodes.Find(RelationNodes.RefreshKey(needed.Key)) is { } other && RelationNodes.IsRefresh(other) && other != refresh)
                            refresh.Needs.Add(other.Key);
                    }
        }
    }

    private static SchemaObject ToObject(SchemaNode node, DependencyGraph graph)
    {
        var composed = node.Compose?.Invoke(false) ?? [];
        // Only what is partly written apart reads otherwise as a whole.
        var whole = node.ShellNode is not null || node.Parts.Any(part => part.IsApart) ? node.Compose?.Invoke(true) ?? [] : composed;
        IReadOnlyList<string> definition = node.InFingerprint ? Definition(node, whole) : [];
        return new SchemaObject
        {
            Key = node.Key,
            Kind = node.Kind,
            Schema = node.Schema,
            Name = node.Name,
            Identity = node.Identity,
            Section = node.Section,
            Statements = Statements(node, composed),
            OwnerStatements = node.Owner.ToArray(),
            GrantStatements = node.Grants.ToArray(),
            DependsOn = graph.KeysOfNeeds(node),
            OwningTable = node.OwningTable,
            PartOf = node.PartOf,
            Definition = definition,
            Fingerprint = node.InFingerprint ? SchemaFingerprint.Of(node.Identity, definition) : "",
        };
    }

    // Most objects are a statement or two, and nothing else: their lists serve as they are.
    private static IReadOnlyList<string> Statements(SchemaNode node, IReadOnlyList<string> composed) => node switch
    {
        { Notes.Count: 0, Parts.Count: 0 } when composed.Count == 0 => node.Statements.ToArray(),
        { Notes.Count: 0, Parts.Count: 0, Statements.Count: 0 } => composed,
        _ => [.. composed, .. node.Statements, .. node.Notes, .. node.Parts.Where(part => !part.IsApart).SelectMany(part => part.Notes)],
    };

    /// <summary>The canonical form: no order in it comes from the order in which things were made.</summary>
    private static IReadOnlyList<string> Definition(SchemaNode node, IReadOnlyList<string> whole)
    {
        var definition = Collect(node, whole);
        for (var i = 0; i < definition.Count; i++)
            if (!ReferenceEquals(CanonicalText.Of(definition[i]), definition[i]))
                return [.. definition.Select(CanonicalText.Of)];
        return definition;
    }

    private static IReadOnlyList<string> Collect(SchemaNode node, IReadOnlyList<string> whole)
    {
        if (node is { Facts.Count: 0, Notes.Count: 0, Parts.Count: 0, Owner.Count: 0, Grants.Count: 0 } && whole.Count == 0)
            return node.Statements.ToArray();
        var definition = new List<string>(whole.Count + node.Statements.Count + node.Facts.Count + node.Notes.Count + node.Owner.Count + node.Grants.Count);
        definition.AddRange(whole);
        definition.AddRange(node.Statements.ToArray());
        AddSorted(definition, node.Facts.ToArray());
        var notes = node.Notes;
        for (var i = 0; i < node.Parts.Count; i++)
            notes.AddRange(node.Parts[i].Notes.ToArray());
        AddSorted(definition, notes.ToArray());
        definition.AddRange(node.Owner.ToArray());
        AddSorted(definition, node.Grants.ToArray());
        return definition;
    }

    private static void AddSorted(List<string> definition, string[] statements)
    {
        if (statements.Length > 1)
            definition.AddRange(statements.Order(StringComparer.Ordinal));
        else
            definition.AddRange(statements);
    }

    private static TableModel ToModel(RelationDraft table) => new()
    {
        Address = table.Key,
        Schema = table.Schema,
        Name = table.Name,
        Kind = table.Kind switch { 'p' => TableKind.Partitioned, 'f' => TableKind.Foreign, _ => TableKind.Ordinary },
        Owner = table.Owner,
        Columns = [.. table.Columns.Values.Select(ToModel)],
        Key = table.Keys is { Count: 1 } keys ? keys[0] : table.Keys.OrderByDescending(key => key.IsPrimary).ThenBy(key => key.Columns.Count).ThenBy(key => key.Name, StringComparer.Ordinal).FirstOrDefault(),
        ForeignKeys = table.ForeignKeys.Count == 0 ? [] : [.. table.ForeignKeys.OrderBy(key => key.Name, StringComparer.Ordinal)],
        IncomingForeignKeys = table.IncomingForeignKeys.Count == 0
            ? []
            : [.. table.IncomingForeignKeys.OrderBy(key => key.Table.QualifiedName, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal)],
        PartitionParent = table.IsPartition ? table.Parents.FirstOrDefault()?.Reference : null,
        Partitions = Ordered(table.Children, arePartitions: true),
        InheritsFrom = table.IsPartition || table.Parents.Count == 0 ? [] : [.. table.Parents.Select(parent => parent.Reference)],
        InheritedBy = Ordered(table.Children, arePartitions: false),
        OwnedSequences = table.Sequences.Count < 2 ? table.Sequences : [.. table.Sequences.OrderBy(sequence => sequence.QualifiedName, StringComparer.Ordinal)],
        EstimatedRows = table.EstimatedRows,
        Bytes = table.Bytes,
        IsUnlogged = table.Persistence == 'u',
        RowSecurity = table.RowSecurity,
        ForceRowSecurity = table.ForceRowSecurity,
    };

    private static IReadOnlyList<TableReference> Ordered(List<RelationDraft> children, bool arePartitions) => children.Count == 0
        ? []
        : [.. children.Where(child => child.IsPartition == arePartitions).Select(child => child.Reference).OrderBy(table => table.QualifiedName, StringComparer.Ordinal)];

    private static ColumnModel ToModel(ColumnDraft column) => new(
        column.Number,
        column.Name,
        column.TypeName,
        column.NotNull,
        column.Generated switch { 's' => GeneratedKind.Stored, 'v' => GeneratedKind.Virtual, _ => GeneratedKind.None },
        column.Identity switch { 'a' => IdentityKind.Always, 'd' => IdentityKind.ByDefault, _ => IdentityKind.None },
        column.Default,
        column.Collation,
        column.TypeOid);
}
