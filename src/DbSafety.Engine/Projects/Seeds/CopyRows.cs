using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Seeds;

/// <summary>Counts the rows of a COPY block, which the driver does not report.</summary>
internal static partial class CopyRows
{
    public static long Count(string statement, ReadOnlySpan<char> data)
    {
        if (data.IsEmpty)
            return 0;
        var rows = Csv().IsMatch(statement) ? CsvRows(data) : data.Count('\n') + (data[^1] == '\n' ? 0 : 1);
        return Header().IsMatch(statement) ? Math.Max(0, rows - 1) : rows;
    }

    // In CSV a line end within quotes belongs to its value; a doubled quote goes out and in again.
    private static long CsvRows(ReadOnlySpan<char> data)
    {
        long rows = 0;
        var quoted = false;
        foreach (var character in data)
        {
            quoted ^= character == '"';
            rows += character == '\n' && !quoted ? 1 : 0;
        }

        return rows + (data[^1] == '\n' ? 0 : 1);
    }

    [GeneratedRegex(@"\bcsv\b", RegexOptions.IgnoreCase)]
    private static partial Regex Csv();

    [GeneratedRegex(@"\bheader\b(?!\s+(?:false|off|0)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Header();
}
