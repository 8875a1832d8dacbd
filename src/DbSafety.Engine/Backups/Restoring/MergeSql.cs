using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// The statements that bring a live table (l) to its copy in the side schema (b). Rows count as different when their text differs, as
/// the content digest sees it: 1.0 is not 1.00, and types without an equality operator are compared too. The binary image is looked at
/// first, since it is cheap and nearly always settles it.
/// </summary>
internal sealed class MergeSql
{
    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<string> _settable;
    private readonly string _side;
    private readonly string _match;
    private readonly string _different;
    private readonly Dictionary<string, string> _casts;

    /// <param name="only">The columns that are meant; empty for all.</param>
    public MergeSql(ManifestTable table, TableModel live, IReadOnlyList<KeyColumn> key, string side, IReadOnlyCollection<string> only)
    {
        var backedUp = table.DataColumns.ToDictionary(column => column.Name);
        var common = live.Columns.Where(column => column.IsLoaded && backedUp.ContainsKey(column.Name)).ToList();
        _casts = common.Where(column => column.TypeName != backedUp[column.Name].Type).ToDictionary(column => column.Name, column => column.TypeName);
        IsExact = only.Count == 0 && _casts.Count == 0 && common.Select(column => column.Name).SequenceEqual(live.Columns.Where(column => backedUp.ContainsKey(column.Name)).Select(column => column.Name))
            && common.Count == backedUp.Count;
        HasCasts = _casts.Count > 0;
        common.RemoveAll(column => only.Count > 0 && !only.Contains(column.Name));
        Target = live.Kind == TableKind.Partitioned ? live.QualifiedName : "ONLY " + live.QualifiedName;
        Live = live;
        Key = key;
        _side = side;
        _columns = [.. common.Select(column => column.Name)];
        _settable = [.. common.Where(column => column.Identity != IdentityKind.Always).Select(column => column.Name)];
        _match = string.Join(" AND ", key.Select(column => $"l.{Identifier.Quote(column.Name)} OPERATOR({column.Operator}) {FromSide(column.Name)}"));
        var (left, right) = ($"ROW({List("l")})::record", $"ROW({string.Join(", ", _columns.Select(FromSide))})::record");
        _different = $"CASE WHEN {left} OPERATOR(pg_catalog.*<>) {right} THEN {left}::text IS DISTINCT FROM {right}::text ELSE false END";
        BackupColumns = [.. table.DataColumns.Select(column => column.Name)];
    }

    public TableModel Live { get; }

    /// <summary>The copy in the side schema.</summary>
    public string Side => _side;

    public IReadOnlyList<KeyColumn> Key { get; }

    /// <summary>The live table, without inheriting tables.</summary>
    public string Target { get; }

    /// <summary>All columns of the backup are there with their types, so that the content digest can be compared.</summary>
    public bool IsExact { get; }

    /// <summary>Some columns have other types now.</summary>
    public bool HasCasts { get; }

    public IReadOnlyList<string> BackupColumns { get; }

    /// <summary>Rows of live table that the backup does not hold; a condition over l.</summary>
    public string IsExtra => Key.Count == 0 ? "true" : $"NOT EXISTS (SELECT FROM {_side} b WHERE {_match})";

    public string CountMissing => Key.Count == 0
        ? $"SELECT count(*) FROM {_side}"
        : $"SELECT count(*) FROM {_side} b WHERE NOT EXISTS (SELECT FROM {Target} l WHERE {_match})";

    public string CountDiffering => Key.Count == 0
        ? "SELECT 0::bigint"
        : $"SELECT count(*) FROM {_side} b JOIN {Target} l ON {_match} WHERE {_different}";

    public string CountExtra => $"SELECT count(*) FROM {Target} l WHERE {IsExtra}";

    /// <summary>How many keys the backup holds more than once; more than none where the key is newer than the backup.</summary>
    public string CountDuplicates =>
        $"SELECT count(*) FROM (SELECT FROM {_side} b GROUP BY {string.Join(", ", Key.Select(column => FromSide(column.Name)))} HAVING count(*) > 1) d";

    /// <summary>How many rows of the copy the live table does not hold, each as often as it is there; in the columns' present types.</summary>
    public string CountUnequal =>
        $"SELECT count(*) FROM (SELECT ROW({string.Join(", ", _columns.Select(FromSide))})::text FROM {_side} b EXCEPT ALL SELECT ROW({List("l")})::text FROM {Target} l) d";

    public string Delete => $"DELETE FROM {Target} l WHERE {IsExtra}";

    public string? Update => Key.Count == 0 || _settable.Count == 0
        ? null
        : $"UPDATE {Target} l SET {string.Join(", ", _settable.Select(name => $"{Identifier.Quote(name)} = {FromSide(name)}"))} FROM {_side} b WHERE {_match} AND {_different}";

    public string Insert
    {
        get
        {
            var from = Key.Count == 0 ? $"{_side} b" : $"{_side} b WHERE NOT EXISTS (SELECT FROM {Target} l WHERE {_match})";
            return _columns.Count == 0
                ? $"INSERT INTO {Live.QualifiedName} SELECT FROM {from}"
                : $"INSERT INTO {Live.QualifiedName} ({CopyStatements.Names(_columns)}) OVERRIDING SYSTEM VALUE SELECT {string.Join(", ", _columns.Select(FromSide))} FROM {from}";
        }
    }

    /// <summary>Reads the rows of the live table that the backup holds, as the backup read them.</summary>
    public string CopyHeld => $"COPY (SELECT {string.Join(", ", BackupColumns.Select(name => "l." + Identifier.Quote(name)))} FROM {Target} l"
        + (Key.Count == 0 ? "" : $" WHERE EXISTS (SELECT FROM {_side} b WHERE {_match})") + ") TO STDOUT";

    private string List(string alias) => string.Join(", ", _columns.Select(name => $"{alias}.{Identifier.Quote(name)}"));

    private string FromSide(string name) =>
        $"b.{Identifier.Quote(name)}" + (_casts.TryGetValue(name, out var type) ? $"::{type}" : "");
}
