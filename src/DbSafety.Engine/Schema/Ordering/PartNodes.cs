namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Makes nodes of the clauses that are written apart.</summary>
internal static class PartNodes
{
    public static void Add(SchemaNodes nodes)
    {
        foreach (var whole in nodes.All.Where(node => node.Parts.Count > 0).ToList())
        {
            foreach (var part in whole.Parts.Where(part => part is { IsApart: true, Statement.Length: > 0 }))
            {
                if (nodes.Find(part.Key) is not null)
                    continue;
                var node = nodes.Add(new SchemaNode
                {
                    Key = part.Key,
                    Kind = part.Kind,
                    Schema = whole.Schema,
                    Name = part.Name,
                    Target = whole.Target,
                    Identity = $"{(part.Kind == SchemaObjectKind.Default ? "default of" : "constraint")} {part.Name} of {whole.Identity}",
                    Section = part.Section,
                    OwningTable = whole.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable ? whole.Key : whole.OwningTable,
                    PartOf = whole.Key,
                    InFingerprint = false,
                    Beginning = [part.Statement!],
                });
                node.Notes.AddRange(part.Notes);
                node.Needs.AddRange(part.Needs);
                node.Needs.Add(whole.Key);
            }
        }
    }
}
