using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>A schema as one file that psql restores.</summary>
public static class SchemaFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A path that names a file and not a folder.</summary>
    public static bool IsNamed(string path) => path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the text; the values of options that hold passwords are not in it.</summary>
    public static void Write(IEnumerable<SchemaObject> objects, bool withOwnership, TextWriter writer)
    {
        writer.Write(EntryText.Mark + "\n\n");
        SchemaScript.Write(
            objects.Where(item => withOwnership || item.Kind is not (SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges)).Select(WithoutSecrets),
            writer, withOwnership);
    }

    /// <summary>Refuses a name that something else has.</summary>
    /// <exception cref="DbSafetyException"><c>SchemaFileForeign</c>.</exception>
    public static async Task RequireOwnAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;
        using var reader = new StreamReader(path, Utf8);
        var beginning = new char[EntryText.Mark.Length];
        var length = await reader.ReadBlockAsync(beginning, cancellationToken);
        if (length == 0 || new string(beginning, 0, length) == EntryText.Mark)
            return;
        throw new DbSafetyException("SchemaFileForeign", ErrorKind.AlreadyExists, $"{path} was not written by an export, and would be overwritten.")
        {
            State = "Nothing was written.",
            NextStep = "Move the file away, or name another one: dbsafety schema FILE.sql",
        };
    }

    /// <summary>Writes a text: the file is whole or as it was.</summary>
    public static Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        WriteAsync(path, async partial =>
        {
            await File.WriteAllTextAsync(partial, text, Utf8, cancellationToken);
            return true;
        });

    /// <summary>
    /// Writes what is given to a writer: the file is whole or as it was. False where it had the same text already. The text of a large schema is
    /// never held as a whole.
    /// </summary>
    public static Task<bool> WriteIfChangedAsync(string path, Action<TextWriter> write, CancellationToken cancellationToken) => WriteAsync(path, async partial =>
    {
        await using (var writer = new StreamWriter(partial, Utf8, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 }))
            write(writer);
        return !await IsSameAsync(path, partial, cancellationToken);
    });

    // Writes beside the place, and is told whether that is to take it.
    private static async Task<bool> WriteAsync(string path, Func<string, Task<bool>> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        try
        {
            var isWanted = await write(partial);
            if (isWanted)
                File.Move(partial, path, overwrite: true);
            else
                File.Delete(partial);
            return isWanted;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static async Task<bool> IsSameAsync(string path, string other, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        await using var first = File.OpenRead(path);
        await using var second = File.OpenRead(other);
        if (first.Length != second.Length)
            return false;
        var (left, right) = (new byte[1 << 16], new byte[1 << 16]);
        while (await first.ReadAtLeastAsync(left, left.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var length)
        {
            await second.ReadAtLeastAsync(right, length, throwOnEndOfStream: false, cancellationToken);
            if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length)))
                return false;
        }

        return true;
    }

    private static SchemaObject WithoutSecrets(SchemaObject item) =>
        item.Kind is SchemaObjectKind.UserMapping or SchemaObjectKind.ForeignServer or SchemaObjectKind.Subscription
            ? item with { Statements = [.. item.Statements.Select(EntryFilter.HideSecrets)] }
            : item;
}
