using System.Buffers;
using System.Text;
using System.Text.Unicode;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>Decodes a script file's bytes: UTF-8, with a byte order mark or without, and nothing else.</summary>
internal static class ScriptDecoder
{
    private const string Convert = "Save the file as UTF-8 in your editor, or convert it: ";

    public static string Decode(byte[] bytes, string? path)
    {
        if (OtherEncoding(bytes) is { } encoding)
        {
            throw new DbSafetyException("ScriptEncodingUnsupported", ErrorKind.InvalidScript,
                $"{path ?? "The script"} is {encoding}; scripts are UTF-8 here.")
            {
                State = "The script was not run.",
                NextStep = $"{Convert}iconv -f {encoding} -t UTF-8 old.sql > new.sql "
                    + "(in Windows PowerShell, > writes UTF-16: use Set-Content -Encoding utf8).",
                Script = path,
            };
        }

        var content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
        var text = new char[content.Length];
        var status = Utf8.ToUtf16(content, text, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
            throw NotUtf8(content[read], bytes.Length - content.Length + read, new string(text, 0, written), path);

        var result = new string(text, 0, written);
        var nul = result.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
            throw HasNul(result, nul, path);
        return result;
    }

    private static string? OtherEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] => "UTF-32LE",
        [0, 0, 0xFE, 0xFF, ..] => "UTF-32BE",
        [0xFF, 0xFE, ..] => "UTF-16LE",
        [0xFE, 0xFF, ..] => "UTF-16BE",
        _ => WithoutMark(bytes[..Math.Min(bytes.Length, 1024)]),
    };

    /// <summary>SQL is mostly ASCII, of which UTF-16 makes a NUL in every second byte.</summary>
    private static string? WithoutMark(ReadOnlySpan<byte> sample)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
                _ = i % 2 == 0 ? even++ : odd++;
        }

        var pairs = sample.Length / 2;
        if (pairs < 2)
            return null;
        if (odd * 4 >= pairs * 3 && even == 0)
            return "UTF-16LE";
        return even * 4 >= pairs * 3 && odd == 0 ? "UTF-16BE" : null;
    }

    private static DbSafetyException NotUtf8(byte value, int offset, string before, string? path)
    {
        var (line, column) = new Lexing.PositionTracker(before).At(before.Length);
        return new DbSafetyException("ScriptNotUtf8", ErrorKind.InvalidScript,
            $"{path ?? "The script"}, line {line}, column {column}: the byte 0x{value:X2} at offset {offset} is not UTF-8.")
        {
            State = "The script was not run.",
            NextStep = $"{Convert}iconv -f WINDOWS-1252 -t UTF-8 old.sql > new.sql (if it was written on an older Windows; LATIN1 elsewhere).",
            Script = path,
            Line = line,
            Column = column,
        };
    }

    private static DbSafetyException HasNul(string text, int offset, string? path)
    {
        var (line, column) = new Lexing.PositionTracker(text).At(offset);
        return new DbSafetyException("ScriptHasNul", ErrorKind.InvalidScript,
            $"{path ?? "The script"}, line {line}, column {column}: a NUL character, which PostgreSQL takes in no text.")
        {
            State = "The script was not run.",
            NextStep = "Remove the character, or take the file from version control again: it may be damaged.",
            Script = path,
            Line = line,
            Column = column,
        };
    }
}
