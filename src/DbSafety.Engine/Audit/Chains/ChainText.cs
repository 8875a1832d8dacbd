using System.Text;

namespace DbSafety.Engine.Audit.Chains;

/// <summary>The lines of a chained file. What a kill left of a last line has no line end, and never counted.</summary>
internal static class ChainText
{
    /// <summary>The whole lines of a file, from where it stands to its end, and how many bytes they take.</summary>
    public static (IReadOnlyList<string> Lines, long Length) Read(Stream file)
    {
        var bytes = new byte[file.Length - file.Position];
        file.ReadExactly(bytes);
        var lines = new List<string>();
        var at = 0;
        while (Array.IndexOf(bytes, (byte)'\n', at) is >= 0 and var end)
        {
            lines.Add(Encoding.UTF8.GetString(bytes, at, end - at));
            at = end + 1;
        }

        return (lines, at);
    }

    public static byte[] Bytes(ChainLine line) => Encoding.UTF8.GetBytes(line.Text + "\n");
}
