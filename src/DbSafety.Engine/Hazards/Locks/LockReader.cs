using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>
/// The locks that a statement takes on tables, by the rules of PostgreSQL 13 to 18 (AlterTableGetLockLevel and its like). The tests
/// compare every claim with what pg_locks shows.
/// </summary>
internal sealed class LockReader(SymbolTable symbols)
{
    private readonly List<LockClaim> _claims = [];
    private IReadOnlyList<string>? _path;
    private int _script;

    /// <summary>One claim for each table, the strongest.</summary>
    public static IReadOnlyList<LockClaim> Read(SqlStatement statement, StatementForm? form, SymbolTable symbols, int script)
    {
        var reader = new LockReader(symbols) { _path = statement.SearchPath, _script = script };
        reader.Read(statement, form);
        return [.. reader._claims.GroupBy(claim => claim.Table).Select(group => new LockClaim(group.Key, group.Max(claim => claim.Mode),
            group.Any(claim => claim.Rewrites), group.Any(claim => claim.Scans), group.Any(claim => claim.BuildsIndex)))];
    }

    private void Read(SqlStatement statement, StatementForm? form)
    {
        switch (form)
        {
            case CreateIndexForm index:
                Claim(index.Table, index.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.Share, builds: true);
                break;
            case CreateTableForm table:
                Create(table);
                break;
            case AlterTableForm { Kind: AffectedKind.Table or AffectedKind.MaterializedView } alter:
                Alter(alter);
                break;
            case AlterTableForm:
                // ALTER INDEX, VIEW and SEQUENCE lock no table.
                break;
            case DropForm drop:
                Drop(drop);
                break;
            case TableCommandForm command:
                Command(command);
                break;
            case DataChangeForm change:
                Claim(change.Table, LockMode.RowExclusive);
                break;
            default:
                Others(statement);
                break;
        }
    }

    private void Create(CreateTableForm form)
    {
        if (form.PartitionOf is { } parent)
            Claim(parent, LockMode.AccessExclusive);
        foreach (var key in form.Constraints.Concat(form.Columns.SelectMany(column => column.Constraints)).Where(constraint => constraint.References is { } other && other != form.Name))
            Claim(key.References!.Value, LockMode.ShareRowExclusive);
    }

    private void Alter(AlterTableForm form)
    {
        var table = symbols.Get(form.Table, _path, _script);
        foreach (var action in form.Actions)
            _claims.AddRange(AlterLocks.Of(action, table, symbols, _path, _script));
    }

    private void Drop(DropForm form)
    {
        if (form is { Table: { } table, Kind: "TRIGGER" or "RULE" or "POLICY" })
        {
            Claim(table, LockMode.AccessExclusive);
            return;
        }

        foreach (var name in form.Names)
        {
            if (form.Kind is "TABLE" or "MATERIALIZED VIEW" or "FOREIGN TABLE")
                DropTable(name);
            else if (form.Kind == "INDEX" && symbols.FindIndex(name, _path) is { } found)
                _claims.Add(new LockClaim(found.Table, form.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive));
        }
    }

    private void DropTable(QualifiedName name)
    {
        var table = symbols.Get(name, _path, _script);
        _claims.Add(new LockClaim(table, LockMode.AccessExclusive));
        // Its foreign keys have triggers on the tables that they point at; CASCADE takes those of others away.
        foreach (var key in table.Constraints.Values.Where(key => key.References is not null && key.References != table))
            _claims.Add(new LockClaim(key.References!, LockMode.AccessExclusive));
        foreach (var (other, _) in symbols.ForeignKeysTo(table).Where(pair => pair.Table != table).ToList())
            _claims.Add(new LockClaim(other, LockMode.AccessExclusive));
    }

    private void Command(TableCommandForm form)
    {
        switch (form.Command)
        {
            case "TRUNCATE":
                foreach (var table in form.Cascade ? Reached(form.Names) : form.Names.Select(name => symbols.Get(name, _path, _script)))
                    _claims.Add(new LockClaim(table, LockMode.AccessExclusive, Rewrites: true));
                break;
            case "VACUUM":
                foreach (var name in form.Names)
                    Claim(name, form.Full ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive, rewrites: form.Full);
                break;
            case "CLUSTER":
                foreach (var name in form.Names)
                    Claim(name, LockMode.AccessExclusive, rewrites: true);
                break;
            case "REFRESH":
                foreach (var name in form.Names)
                    Claim(name, form.Concurrently ? LockMode.Exclusive : LockMode.AccessExclusive, rewrites: !form.Concurrently);
                break;
            case "REINDEX":
                Reindex(form);
                break;
            case "LOCK":
                foreach (var name in form.Names)
                    Claim(name, LockModes.Of(form.Mode ?? ""));
                break;
        }
    }

    /// <summary>The tables, and all that point at them, and at those.</summary>
    private HashSet<TableSymbol> Reached(IReadOnlyList<QualifiedName> names)
    {
        var reached = new HashSet<TableSymbol>(names.Select(name => symbols.Get(name, _path, _script)));
        var open = new Queue<TableSymbol>(reached);
        while (open.TryDequeue(out var table))
        {
            foreach (var (other, _) in symbols.ForeignKeysTo(table).Where(pair => reached.Add(pair.Table)))
                open.Enqueue(other);
        }

        return reached;
    }

    private void Reindex(TableCommandForm form)
    {
        var mode = form.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.Share;
        foreach (var name in form.Names)
        {
            if (form.Kind == "TABLE")
                Claim(name, mode, builds: true);
            else if (form.Kind == "INDEX" && symbols.FindIndex(name, _path) is { } found)
                _claims.Add(new LockClaim(found.Table, mode, BuildsIndex: true));
        }
    }

    private void Others(SqlStatement statement)
    {
        var tables = statement.Facts.Affects.Where(item => item.IsTableLike && item.Kind != AffectedKind.Relation).ToList();
        var mode = statement.Facts.Tag switch
        {
            "CREATE TRIGGER" => LockMode.ShareRowExclusive,
            "CREATE POLICY" or "ALTER POLICY" or "CREATE RULE" or "ALTER RULE" or "ALTER TRIGGER" => LockMode.AccessExclusive,
            "COMMENT" or "ANALYZE" or "CREATE STATISTICS" => LockMode.ShareUpdateExclusive,
            "MERGE" => LockMode.RowExclusive,
            _ => default(LockMode),
        };
        foreach (var item in tables.Where(item => mode != default(LockMode) && (item.Changes || item.Effect is StatementEffect.Annotated or StatementEffect.Referenced && mode == LockMode.ShareUpdateExclusive)))
            Claim(new QualifiedName(item.Schema, item.Name), mode);
    }

    private void Claim(QualifiedName name, LockMode mode, bool rewrites = false, bool builds = false) =>
        _claims.Add(new LockClaim(symbols.Get(name, _path, _script), mode, rewrites, Scans: rewrites || builds, builds));
}
