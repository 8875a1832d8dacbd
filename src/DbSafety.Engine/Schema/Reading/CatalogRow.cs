using Npgsql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>One row of a catalog query, read by column name.</summary>
internal readonly struct CatalogRow(NpgsqlDataReader reader, Dictionary<string, string> shared)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    /// <summary>A text that many rows have, such as the name of a type: they get the same one.</summary>
    public string Common(string column)
    {
        var text = Text(column);
        return shared.TryGetValue(text, out var known) ? known : shared[text] = text;
    }

    public string? TextOrNull(string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }

    public string[]? Texts(string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<string[]>(ordinal);
    }

    public uint Oid(string column) => reader.GetFieldValue<uint>(reader.GetOrdinal(column));

    public bool Flag(string column) => reader.GetBoolean(reader.GetOrdinal(column));

    /// <summary>A value of the type "char"; <c>'\0'</c> for the empty one.</summary>
    public char Letter(string column) => reader.GetChar(reader.GetOrdinal(column));

    public char? LetterOrNull(string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetChar(ordinal);
    }

    public short Short(string column) => reader.GetInt16(reader.GetOrdinal(column));

    public short[] Shorts(string column) => reader.GetFieldValue<short[]>(reader.GetOrdinal(column));

    public int Int(string column) => reader.GetInt32(reader.GetOrdinal(column));

    public long Long(string column) => reader.GetInt64(reader.GetOrdinal(column));

    public float Float(string column) => reader.GetFloat(reader.GetOrdinal(column));
}
