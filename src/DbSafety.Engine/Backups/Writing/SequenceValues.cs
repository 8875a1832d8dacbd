using System.Globalization;
using System.Text;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Reads the values of sequences and writes what sets them.</summary>
internal static class SequenceValues
{
    // Each is a branch of its own in the query, which the server plans one by one.
    private const int AtOnce = 200;

    /// <summary>
    /// Reads them once, after the snapshot was taken: sequences know no snapshot, and whoever put a row there that it shows had drawn his
    /// number before, so that no value is behind any row of the backup.
    /// </summary>
    public static async Task<IReadOnlyDictionary<(string Schema, string Name), ManifestSequence>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<(string Schema, string Name)> sequences, CancellationToken cancellationToken)
    {
        var values = new Dictionary<(string Schema, string Name), ManifestSequence>();
        foreach (var some in sequences.Distinct().Chunk(AtOnce))
        {
            var sql = string.Join(" UNION ALL ", some.Select((item, index) => string.Create(CultureInfo.InvariantCulture, $"""
                SELECT {index}, v.last_value, v.is_called, s.seqincrement
                FROM {Identifier.Quote(item.Schema, item.Name)} v, pg_catalog.pg_sequence s
                WHERE s.seqrelid = {Identifier.Literal(Identifier.Quote(item.Schema, item.Name))}::pg_catalog.regclass
                """)));
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (schema, name) = some[reader.GetInt32(0)];
                values[(schema, name)] = new ManifestSequence(schema, name, null, reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt64(3));
            }
        }

        return values;
    }

    /// <summary>Sets sequences. Those that other tables may use too only ever go forward.</summary>
    public static string Write(IEnumerable<ManifestSequence> sequences)
    {
        var text = new StringBuilder();
        foreach (var sequence in sequences)
            text.Append(GuardedSql.Block($"BEGIN\n  PERFORM {Forward(sequence, always: sequence.Column is not null)};\nEND"));
        return text.ToString();
    }

    /// <summary>The statement that sets a sequence of another name to a saved value.</summary>
    public static string Set(string name, ManifestSequence sequence) => "SELECT " + Setting(name, sequence);

    private static string Setting(string name, ManifestSequence sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"pg_catalog.setval({Identifier.Literal(name)}, {sequence.LastValue}, {(sequence.IsCalled ? "true" : "false")})");

    /// <summary>The expression and its FROM that set a sequence where it is behind the saved value.</summary>
    public static string Forward(ManifestSequence sequence, bool always = false)
    {
        var name = Identifier.Quote(sequence.Schema, sequence.Name);
        var set = Setting(name, sequence);
        if (always)
            return set;
        var behind = sequence.Increment > 0 ? "<" : ">";
        return string.Create(CultureInfo.InvariantCulture,
            $"{set} FROM {name} AS live WHERE live.last_value {behind} {sequence.LastValue} OR (live.last_value = {sequence.LastValue} AND NOT live.is_called)");
    }
}
