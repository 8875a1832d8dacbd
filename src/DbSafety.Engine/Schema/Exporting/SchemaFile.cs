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

    /// <summary>The text; the values of options that hold passwords are not in it.</summary>
    public static string Write(IEnumerable<SchemaObject> objects, bool withOwnership)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        writer.Write(EntryText.Mark + "\n\n");
        SchemaScript.Write(
            objects.Where(item => withOwnership || item.Kind is not (SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges)).Select(WithoutSecrets),
            writer, withOwnership);
        return writer.ToString();
    }

    /// <summary>True where the file has this text already.</summary>
    /// <exception cref="DbSafetyException"><c>SchemaFileForeign</c>: something else has that name.</exception>
    public static async Task<bool> IsSameAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        var there = await File.ReadAllTextAsync(path, Utf8, cancellationToken);
        if (there.Length > 0 && !there.StartsWith(EntryText.Mark, StringComparison.Ordinal))
        {
            throw new DbSafetyException("SchemaFileForeign", ErrorKind.AlreadyExists, $"{path} was not written by an export, and would be overwritten.")
            {
                State = "Nothing was written.",
                NextStep = "Move the file away, or name another one: dbsafety schema FILE.sql",
            };
        }

        return there == text;
    }

    /// <summary>Writes it: the file is whole or as it was.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        try
        {
            await File.WriteAllTextAsync(partial, text, Utf8, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static SchemaObject WithoutSecrets(SchemaObject item) =>
        item.Kind is SchemaObjectKind.UserMapping or SchemaObjectKind.ForeignServer or SchemaObjectKind.Subscription
            ? item with { Statements = [.. item.Statements.Select(EntryFilter.HideSecrets)] }
            : item;
}
