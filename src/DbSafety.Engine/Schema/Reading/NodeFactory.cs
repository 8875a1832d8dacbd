using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Makes nodes of what readers found.</summary>
internal static class NodeFactory
{
    /// <param name="words">What the object is called in statements, such as <c>ACCESS METHOD</c>.</param>
    /// <param name="name">Its quoted name, with what else names it: <c>trigger_name ON farm.products</c>.</param>
    public static SchemaNode Add(
        this Catalog catalog, ObjectKey key, SchemaObjectKind kind, string words, string name, string? schema, string plainName,
        SchemaSection section = SchemaSection.PreData, ObjectKey? table = null, Func<bool, IReadOnlyList<string>>? compose = null,
        Func<IReadOnlyList<string>>? shell = null, params IEnumerable<string> statements) =>
        catalog.Nodes.Add(new SchemaNode
        {
            Key = key,
            Kind = kind,
            Schema = schema,
            Name = plainName,
            Words = words,
            Identity = $"{words.ToLowerInvariant()} {name}",
            Section = section,
            OwningTable = table,
            Compose = compose,
            Shell = shell,
            Beginning = [.. statements],
        });

    /// <summary>A part of a node that is always written apart.</summary>
    public static SchemaNode AddFragment(this Catalog catalog, SchemaNode whole, int part, SchemaObjectKind kind, SchemaSection section, params IEnumerable<string> statements)
    {
        var node = catalog.Nodes.Add(new SchemaNode
        {
            Key = whole.Key with { Part = part },
            Kind = kind,
            Schema = whole.Schema,
            Name = whole.Name,
            Target = whole.Target,
            Identity = $"{whole.Identity} (part {part})",
            Section = section,
            OwningTable = whole.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable ? whole.Key : whole.OwningTable,
            PartOf = whole.Key,
            InFingerprint = false,
            Beginning = [.. statements],
        });
        node.Needs.Add(whole.Key);
        return node;
    }

    public static SchemaNode OwnedBy(this SchemaNode node, string owner, string? target = null)
    {
        node.Owner.Add($"ALTER {target ?? node.Target} OWNER TO {Identifier.Quote(owner)}");
        return node;
    }

    /// <summary>Privileges from the columns <c>owner</c>, <c>acl</c> and <c>initial_acl</c> of the row.</summary>
    public static SchemaNode Granted(this SchemaNode node, CatalogRow row, string all, string? target = null)
    {
        node.Grants.AddRange(Privileges.Write(target ?? node.Target, all, row.Text("owner"), row.Texts("acl"), row.Texts("initial_acl")));
        return node;
    }
}
