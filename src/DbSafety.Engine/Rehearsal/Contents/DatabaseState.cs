using DbSafety.Engine.Rehearsal.Cluster;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Following;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>
/// The shadow's state at one moment: the schema, the rows of the tables that have any, the positions of the sequences. The next state
/// is read from this one and what was touched since: what nobody touched is not read again.
/// </summary>
internal sealed class DatabaseState
{
    private readonly Dictionary<string, TableContent> _contents = new(StringComparer.Ordinal);

    private readonly CatalogMark _mark;

    private DatabaseState(DatabaseSchema schema, CatalogMark mark, ClusterState cluster, IReadOnlyDictionary<string, SequencePosition> sequences)
    {
        Cluster = cluster;
        Schema = schema;
        _mark = mark;
        Sequences = sequences;
    }

    public DatabaseSchema Schema { get; }

    /// <summary>What the server has beside the database; read on a throw-away server only.</summary>
    public ClusterState Cluster { get; }

    /// <summary>By the sequence's identity.</summary>
    public IReadOnlyDictionary<string, SequencePosition> Sequences { get; }

    /// <summary>The rows of a table; null where it has none.</summary>
    public TableContent? ContentOf(TableModel table) => _contents.GetValueOrDefault(table.QualifiedName);

    /// <summary>Reads the state, inside the connection's open transaction where there is one.</summary>
    /// <param name="shadow">The shadow, whose session is open.</param>
    /// <param name="before">The state before the migration, read outside any transaction; null for the first one.</param>
    /// <param name="touched">What the migration's scripts have touched since.</param>
    /// <param name="readsAll">The schema is read whole, whatever was touched.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DatabaseState> ReadAsync(
        Shadow shadow, DatabaseState? before, TouchedRelations touched, bool readsAll, CancellationToken cancellationToken)
    {
        var connection = shadow.Connection;
        var mark = await CatalogMark.ReadAsync(connection, cancellationToken);
        var followed = before is null || readsAll || touched.AnyObject
            ? null
            : await SchemaFollower.ReadAsync(connection, before.Schema, before._mark, touched.Locked, cancellationToken);
        var schema = followed ?? await SchemaReader.ReadAsync(connection, new SchemaReadOptions { KeepsPlans = true }, cancellationToken);
        var state = new DatabaseState(schema, mark, shadow.IsAlone ? await ClusterState.ReadAsync(connection, cancellationToken) : ClusterState.Unread, await ReadSequencesAsync(connection, schema, before, touched, cancellationToken));
        var asked = new List<TableModel>();
        foreach (var table in schema.Tables.Where(table => table.Kind == TableKind.Ordinary))
        {
            var same = before?.Schema.FindTable(table.Schema, table.Name);
            if (before is null || same is null || same.Oid != table.Oid || touched.Holds(table.Oid))
                asked.Add(table);
            else if (before.ContentOf(table) is { } content)
                state._contents[table.QualifiedName] = content;
        }

        foreach (var table in await FilledTables.AmongAsync(connection, asked, cancellationToken))
        {
            state._contents[table.QualifiedName] =
                await ContentReader.ReadAsync(connection, table.QualifiedName, table.Columns.Select(column => column.Name), cancellationToken);
        }

        return state;
    }

    private static async Task<IReadOnlyDictionary<string, SequencePosition>> ReadSequencesAsync(
        NpgsqlConnection connection, DatabaseSchema schema, DatabaseState? before, TouchedRelations touched, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, SequencePosition>(StringComparer.Ordinal);
        var asked = new List<SchemaObject>();
        foreach (var sequence in SequenceReader.Of(schema))
        {
            if (before is not null && !touched.Holds(sequence.Key.Oid) && before.Sequences.TryGetValue(sequence.Identity, out var position))
                known[sequence.Identity] = position;
            else
                asked.Add(sequence);
        }

        foreach (var (identity, position) in await SequenceReader.ReadAsync(connection, asked, cancellationToken))
            known[identity] = position;
        return known;
    }
}
