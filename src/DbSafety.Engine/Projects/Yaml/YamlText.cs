using System.Text;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Reads a YAML file's text: UTF-8, with or without a byte order mark, and of a size that a person could have written.</summary>
internal static class YamlText
{
    private const long MostBytes = 1 << 20;

    public static string Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MostBytes)
            throw Error(path, "ProjectFileTooLarge", $"The file has {length} bytes; {MostBytes} are the most.", "Is it the right file? A configuration is a page or two.");
        var bytes = File.ReadAllBytes(path);
        if (bytes.AsSpan() is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw Encoding(path, "The file is in UTF-16, as Windows PowerShell's redirection writes it.");
        try
        {
            var text = new UTF8Encoding(false, true).GetString(bytes.AsSpan() is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? throw Encoding(path, "The file holds zero bytes.") : text;
        }
        catch (DecoderFallbackException error)
        {
            throw Encoding(path, $"The file is not in UTF-8 (byte {error.Index + 1}, in line {bytes.AsSpan(0, error.Index).Count((byte)'\n') + 1}).");
        }
    }

    private static Core.Errors.DbSafetyException Encoding(string path, string message) =>
        Error(path, "ProjectFileEncoding", message, "Save it as UTF-8, then run the command again.");

    private static Core.Errors.DbSafetyException Error(string path, string id, string message, string next) =>
        YamlProblems.Error(path, new YamlProblem(id, message, next, 0, 0));
}
