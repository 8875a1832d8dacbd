using DbSafety.Engine.Backups;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>Reads a table's own rows as COPY text, and keeps of them what tells them apart.</summary>
internal static class ContentReader
{
    // 8 bytes each: past that the number of lost rows is told from the counts.
    private const int MostHashes = 500_000;

    /// <param name="table">The quoted name.</param>
    /// <param name="columns">The columns to read.</param>
    public static async Task<TableContent> ReadAsync(NpgsqlConnection connection, string table, IEnumerable<string> columns, CancellationToken cancellationToken)
    {
        string[] names = [.. columns.Order(StringComparer.Ordinal)];
        var content = new Accumulator(names.Length);
        var list = names.Length == 0 ? "" : string.Join(", ", names.Select(Identifier.Quote));
        await using var rows = await CopyOut.BeginAsync(connection, $"COPY (SELECT {list} FROM ONLY {table}) TO STDOUT", cancellationToken);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 16);
        while (true)
        {
            var count = await rows.FillAsync(buffer);
            if (count == 0)
                break;
            content.Add(buffer.AsSpan(0, count));
        }

        rows.End();
        return content.Finish(names);
    }

    private sealed class Accumulator(int columns)
    {
        private const ulong Basis = 14695981039346656037;
        private const ulong Prime = 1099511628211;

        private readonly ContentDigest _digest = new();
        private readonly ulong[] _sums = new ulong[Math.Max(columns, 1)];
        private readonly long[] _notNull = new long[Math.Max(columns, 1)];
        private readonly List<ulong> _hashes = [];
        private ulong _row = Basis;
        private ulong _field = Basis;
        private int _column;
        private int _fieldLength;
        private bool _isNull;
        private long _rows;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            _digest.Append(bytes);
            foreach (var value in bytes)
            {
                _row = (_row ^ value) * Prime;
                if (value is (byte)'\t' or (byte)'\n')
                {
                    EndField();
                    if (value == (byte)'\n')
                        EndRow();
                    continue;
                }

                // COPY writes null as \N, and a text that reads so as \\N.
                _isNull = (_fieldLength == 0 && value == (byte)'\\') || (_isNull && _fieldLength == 1 && value == (byte)'N');
                _field = (_field ^ value) * Prime;
                _fieldLength++;
            }
        }

        public TableContent Finish(string[] names)
        {
            using (_digest)
            {
                _hashes.Sort();
                return new TableContent([.. names.Select((name, i) => new ColumnContent(name, _sums[i], _notNull[i]))], _rows, _digest.Value,
                    _rows <= MostHashes ? [.. _hashes] : null);
            }
        }

        private void EndField()
        {
            if (_column < _sums.Length)
            {
                _sums[_column] += Mix(_field);
                _notNull[_column] += _isNull && _fieldLength == 2 ? 0 : 1;
            }

            (_field, _fieldLength, _isNull) = (Basis, 0, false);
            _column++;
        }

        private void EndRow()
        {
            if (_rows++ < MostHashes)
                _hashes.Add(_row);
            (_row, _column) = (Basis, 0);
        }

        // Sums of plain FNV hashes could cancel each other out for small changes.
        private static ulong Mix(ulong hash)
        {
            hash ^= hash >> 33;
            hash *= 0xff51afd7ed558ccd;
            hash ^= hash >> 33;
            return hash * 0xc4ceb9fe1a85ec53;
        }
    }
}
