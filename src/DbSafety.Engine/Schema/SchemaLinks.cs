namespace DbSafety.Engine.Schema;

/// <summary>Who belongs to whom and who needs whom, for questions about one table after the other: each costs what its answer holds.</summary>
internal sealed class SchemaLinks
{
    private readonly Dictionary<ObjectKey, int> _places;
    private readonly ILookup<ObjectKey, SchemaObject> _onTable;
    private readonly ILookup<ObjectKey, SchemaObject> _parts;
    private readonly ILookup<ObjectKey, SchemaObject> _users;

    public SchemaLinks(IReadOnlyList<SchemaObject> objects)
    {
        _places = new Dictionary<ObjectKey, int>(objects.Count);
        var wholes = new Dictionary<ObjectKey, ObjectKey>();
        for (var i = 0; i < objects.Count; i++)
        {
            _places.Add(objects[i].Key, i);
            if (objects[i].PartOf is { } whole)
                wholes.Add(objects[i].Key, whole);
        }

        _onTable = objects.Where(item => item.OwningTable is not null).ToLookup(item => item.OwningTable!.Value);
        _parts = objects.Where(item => item.PartOf is not null).ToLookup(item => item.PartOf!.Value);
        _users = objects.SelectMany(item => item.DependsOn, (item, key) => (Item: item, Needed: wholes.GetValueOrDefault(key, key)))
            .Where(pair => pair.Item.Key != pair.Needed).ToLookup(pair => pair.Needed, pair => pair.Item);
    }

    /// <summary>What lives on the table with this address.</summary>
    public IEnumerable<SchemaObject> OnTable(ObjectKey table) => _onTable[table];

    /// <summary>What is written apart from the object with this address.</summary>
    public IEnumerable<SchemaObject> Parts(ObjectKey whole) => _parts[whole];

    /// <summary>What needs the object with this address. Whoever needs a part, such as the first form of a view, needs the whole.</summary>
    public IEnumerable<SchemaObject> Users(ObjectKey needed) => _users[needed];

    /// <summary>These objects in the order of the schema.</summary>
    public IReadOnlyList<SchemaObject> InOrder(IEnumerable<SchemaObject> objects) => [.. objects.OrderBy(item => _places[item.Key])];
}
