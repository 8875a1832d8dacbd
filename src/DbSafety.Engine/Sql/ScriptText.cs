using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Reading;

namespace DbSafety.Engine.Sql;

/// <summary>The text of a script file, with the hashes that tell whether it has changed.</summary>
public sealed record ScriptText
{
    /// <summary>The file, for messages; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The text without a byte order mark; line ends as the file has them.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// <c>sha256-v1:</c> and the SHA-256, in lower-case hex, of the text in UTF-8 with line ends outside literals and COPY data as LF
    /// and white space at the end left out. It stays the same when a file is checked out with other line ends.
    /// </summary>
    public required string Checksum { get; init; }

    /// <summary>The SHA-256 of the file's bytes as they are, in lower-case hex.</summary>
    public required string RawHash { get; init; }

    /// <summary>The SHA-256 of the whole file that this is of, or is a section of, in lower-case hex; null where it is of no file.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>
    /// As <see cref="Checksum"/>, with line ends inside literals as LF too: two files that agree in this but not in the checksum differ
    /// in nothing but the line ends of function bodies and texts.
    /// </summary>
    public required string LooseHash { get; init; }

    /// <summary>Decodes a script file's bytes.</summary>
    /// <exception cref="DbSafetyException"><c>ScriptEncodingUnsupported</c>, <c>ScriptNotUtf8</c>, <c>ScriptHasNul</c>.</exception>
    public static ScriptText Read(byte[] bytes, string? path = null)
    {
        var text = ScriptDecoder.Decode(bytes, path);
        return new ScriptText
        {
            Path = path,
            Text = text,
            Checksum = ScriptHash.Checksum(text),
            LooseHash = ScriptHash.Loose(text),
            RawHash = ScriptHash.Raw(bytes),
        };
    }

    /// <summary>Reads and decodes a script file.</summary>
    public static async Task<ScriptText> ReadFileAsync(string path, CancellationToken cancellationToken) =>
        Read(await File.ReadAllBytesAsync(path, cancellationToken), path);

    /// <summary>Divides it into its statements.</summary>
    public SqlScript Parse() => SqlScript.Parse(Text, Path);
}
