using System.Globalization;
using System.Text;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Reads the values of sequences and writes what sets them.</summary>
internal static class SequenceValues
{
    /// <summary>Reads them now: sequences know no snapshot, so that after the rows were read the values are not behind any row.</summary>
    public static async Task<IReadOnlyList<ManifestSequence>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<(string Schema, string Name, string? Column)> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count == 0)
            return [];
        var sql = string.Join(" UNION ALL ", sequences.Select((item, index) => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {index}, v.last_value, v.is_called, s.seqincrement
            FROM {Identifier.Quote(item.Schema, item.Name)} v, pg_catalog.pg_sequence s
            WHERE s.seqrelid = {Identifier.Literal(Identifier.Quote(item.Schema, item.Name))}::pg_catalog.regclass
            """)));
        var values = new List<ManifestSequence>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (schema, name, column) = sequences[reader.GetInt32(0)];
            values.Add(new ManifestSequence(schema, name, column, reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt64(3)));
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

    /// <summary>The expression and its FROM that set a sequence where it is behind the saved value.</summary>
    public static string Forward(ManifestSequence sequence, bool always = false)
    {
        var name = Identifier.Quote(sequence.Schema, sequence.Name);
        var set = string.Create(CultureInfo.InvariantCulture, $"pg_catalog.setval({Identifier.Literal(name)}, {sequence.LastValue}, {(sequence.IsCalled ? "true" : "false")})");
        if (always)
            return set;
        var behind = sequence.Increment > 0 ? "<" : ">";
        return string.Create(CultureInfo.InvariantCulture,
            $"{set} FROM {name} AS live WHERE live.last_value {behind} {sequence.LastValue} OR (live.last_value = {sequence.LastValue} AND NOT live.is_called)");
    }
}
