using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>
/// The tables that the scripts work on, as they are at one point of the chain: what the target has, changed by what the statements so
/// far have done.
/// </summary>
internal sealed class SymbolTable
{
    private readonly TargetFacts? _target;
    private readonly List<TableSymbol> _tables = [];

    public SymbolTable(TargetFacts? target)
    {
        _target = target;
        foreach (var facts in target?.Tables ?? [])
            _tables.Add(Of(facts));
        foreach (var (symbol, facts) in _tables.Zip(target?.Tables ?? []))
            AddConstraints(symbol, facts);
    }

    public TargetFacts? Target => _target;

    /// <summary>The volatility that the chain's own CREATE FUNCTION statements gave.</summary>
    public Dictionary<string, string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Domains with a constraint that the chain makes.</summary>
    public HashSet<string> ConstrainedDomains { get; } = new(StringComparer.Ordinal);

    /// <summary>Types that the chain makes, with the script that makes each.</summary>
    public Dictionary<string, int> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Other objects that the chain makes (views, schemas, functions, sequences), with the script that makes each.</summary>
    public Dictionary<string, int> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>The search path where no script sets one.</summary>
    public IReadOnlyList<string> SearchPath => _target?.SearchPath ?? ["public"];

    /// <summary>The table of this name; null where none is known.</summary>
    public TableSymbol? Find(QualifiedName name, IReadOnlyList<string>? searchPath)
    {
        var matches = _tables.Where(table => table.Name == name.Name).ToList();
        if (name.Schema is { } schema)
            return matches.Find(table => table.Schema == schema) ?? matches.Find(table => table.Schema is null && SearchPath.Contains(schema));
        foreach (var candidate in searchPath ?? SearchPath)
        {
            if (matches.Find(table => table.Schema == candidate) is { } found)
                return found;
        }

        // A temporary table hides all others; a name without a schema lies somewhere on a path that nobody told.
        return matches.Find(table => table.IsTemporary) ?? matches.Find(table => table.Schema is null) ?? (searchPath is null && matches.Count == 1 ? matches[0] : null);
    }

    /// <summary>
    /// The table of this name. One that nobody made and that the target is not asked about is taken to exist; with a target, one that
    /// is not there can only be made by code that cannot be seen through, and is new.
    /// </summary>
    public TableSymbol Get(QualifiedName name, IReadOnlyList<string>? searchPath, int script)
    {
        if (Find(name, searchPath) is { } known)
            return known;
        var assumed = new TableSymbol(name.Schema, name.Name, _target is null ? -1 : script) { IsAssumed = true };
        _tables.Add(assumed);
        return assumed;
    }

    public void Add(TableSymbol table) => _tables.Add(table);

    public void Remove(TableSymbol table) => _tables.Remove(table);

    public void RemoveSchema(string schema) => _tables.RemoveAll(table => table.Schema == schema);

    /// <summary>The table that an index hangs on, with the index; null where none is known.</summary>
    public (TableSymbol Table, IndexSymbol Index)? FindIndex(QualifiedName name, IReadOnlyList<string>? searchPath)
    {
        var found = _tables.Where(table => table.Indexes.ContainsKey(name.Name) && (name.Schema is null || table.Schema is null || table.Schema == name.Schema)).ToList();
        var chosen = found.Find(table => (searchPath ?? SearchPath).Contains(table.Schema ?? "")) ?? found.FirstOrDefault();
        return chosen is null ? null : (chosen, chosen.Indexes[name.Name]);
    }

    /// <summary>Foreign keys that point at a table.</summary>
    public IEnumerable<(TableSymbol Table, ConstraintSymbol Key)> ForeignKeysTo(TableSymbol target) =>
        _tables.SelectMany(table => table.Constraints.Values.Where(key => key.Kind == ConstraintKind.ForeignKey && key.References == target).Select(key => (table, key)));

    public bool IsConstrainedDomain(string type) => ConstrainedDomains.Contains(type) || (_target?.ConstrainedDomains.Contains(type) ?? false);

    private static TableSymbol Of(TableFacts facts)
    {
        var table = new TableSymbol(facts.Schema, facts.Name, -1)
        {
            Facts = facts,
            KnowsColumns = true,
            IsPartitioned = facts.Kind == 'p',
            IsMaterializedView = facts.Kind == 'm',
            IsForeign = facts.Kind == 'f',
        };
        foreach (var column in facts.Columns)
            table.Columns[column.Name] = new ColumnSymbol(column.Name, TypeOf(column.Type), column.NotNull, -1);
        foreach (var index in facts.Indexes)
            table.Indexes[index.Name] = new IndexSymbol(index.Name, index.Columns, index.Unique, -1) { Valid = index.Valid, Partial = index.Partial, Bytes = index.Bytes };
        return table;
    }

    private void AddConstraints(TableSymbol table, TableFacts facts)
    {
        foreach (var constraint in facts.Constraints)
        {
            if (KindOf(constraint.Kind) is not { } kind)
                continue;
            table.Constraints[constraint.Name] = new ConstraintSymbol(constraint.Name, kind, constraint.Columns, constraint.Valid)
            {
                Expression = kind == ConstraintKind.Check ? constraint.Definition : null,
                References = constraint.References is { } other ? _tables.Find(candidate => candidate.ToString() == other) : null,
            };
        }
    }

    private static ConstraintKind? KindOf(char kind) => kind switch
    {
        'c' => ConstraintKind.Check,
        'u' => ConstraintKind.Unique,
        'p' => ConstraintKind.PrimaryKey,
        'x' => ConstraintKind.Exclude,
        'f' => ConstraintKind.ForeignKey,
        'n' => ConstraintKind.NotNull,
        _ => null,
    };

    private static TypeForm TypeOf(string text) => TypeReader.Read(new TokenCursor(text, FormReader.Tokens(text)));
}
