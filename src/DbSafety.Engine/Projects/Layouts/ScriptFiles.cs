using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Lists and reads script files as a person means them.</summary>
internal static class ScriptFiles
{
    /// <summary>The visible files of a folder that are nobody's backup copies, by name; empty where the folder is missing.</summary>
    public static IReadOnlyList<string> List(string folder, bool recursive = false)
    {
        if (!Directory.Exists(folder))
            return [];
        var files = new List<string>();
        Collect(folder, recursive, files);
        files.Sort(string.CompareOrdinal);
        return files;
    }

    /// <summary>The same, only those whose extension is .sql, in whatever case.</summary>
    public static IReadOnlyList<string> ListSql(string folder, bool recursive = false) => [.. List(folder, recursive).Where(IsSql)];

    /// <summary>The visible folders in a folder, by name.</summary>
    public static IReadOnlyList<string> ListFolders(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateDirectories(folder).Where(path => !IsHidden(path)).Order(StringComparer.Ordinal)];

    public static bool IsSql(string path) => Path.GetExtension(path).Equals(".sql", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file's name without .sql.</summary>
    public static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>The words of a name: underscores and dashes are spaces.</summary>
    public static string Words(string name) => name.Replace('_', ' ').Replace('-', ' ').Trim();

    public static string ReadText(string path) => ScriptText.Read(File.ReadAllBytes(path), path).Text;

    /// <summary>The first lines, for what a tool writes there.</summary>
    public static string ReadHead(string path)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[512];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    /// <summary>True where a text holds nothing but space, comments and semicolons: running it would do nothing.</summary>
    public static bool IsOnlyComments(string text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == ';' || text[i] == '\uFEFF')
                i++;
            else if (At(text, i, "--"))
                i = SkipLine(text, i);
            else if (At(text, i, "/*") && SkipBlock(text, i) is { } end)
                i = end;
            else
                return false;
        }

        return true;
    }

    private static void Collect(string folder, bool recursive, List<string> files)
    {
        files.AddRange(Directory.EnumerateFiles(folder).Where(path => !IsHidden(path) && !IsCopy(path)));
        if (!recursive)
            return;
        foreach (var child in ListFolders(folder))
            Collect(child, recursive, files);
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    // What editors leave beside a file: emacs file~ and #file#, vim file.swp, patch file.orig and file.rej.
    private static bool IsCopy(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith('~') || name.StartsWith('#')
            || Path.GetExtension(name).ToLowerInvariant() is ".bak" or ".orig" or ".rej" or ".swp" or ".swo" or ".tmp";
    }

    private static bool At(string text, int i, string what) => string.CompareOrdinal(text, i, what, 0, what.Length) == 0;

    private static int SkipLine(string text, int i)
    {
        var end = text.IndexOf('\n', i);
        return end < 0 ? text.Length : end + 1;
    }

    // PostgreSQL's block comments nest. One that is never closed is no comment, but a mistake that the parser is to report.
    private static int? SkipBlock(string text, int i)
    {
        var depth = 0;
        do
        {
            if (At(text, i, "/*"))
            {
                depth++;
                i += 2;
            }
            else if (At(text, i, "*/"))
            {
                depth--;
                i += 2;
            }
            else
            {
                i++;
            }
        }
        while (depth > 0 && i < text.Length);
        return depth == 0 ? i : null;
    }
}
