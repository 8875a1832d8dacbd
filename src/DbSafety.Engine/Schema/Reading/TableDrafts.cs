namespace DbSafety.Engine.Schema.Reading;

/// <summary>The relations that were read so far, by OID.</summary>
internal sealed class TableDrafts
{
    private readonly Dictionary<uint, RelationDraft> _byOid = [];

    public IEnumerable<RelationDraft> All => _byOid.Values;

    public void Add(RelationDraft draft) => _byOid.Add(draft.Oid, draft);

    public RelationDraft? Find(uint oid) => _byOid.GetValueOrDefault(oid);
}
