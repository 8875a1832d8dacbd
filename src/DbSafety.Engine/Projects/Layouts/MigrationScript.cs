namespace DbSafety.Engine.Projects.Layouts;

/// <summary>One script of a migration: a file, or a section of one.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Section">Which part of the file is the script.</param>
public sealed record MigrationScript(string Path, IScriptSection Section)
{
    /// <summary>The script asks to be run outside a transaction, in the words of the tool whose layout it is in.</summary>
    public bool NoTransaction { get; init; }

    /// <summary>What would run it, where it is no SQL at all; null for SQL.</summary>
    public ForeignProgram? Program { get; init; }

    /// <summary>
    /// The script's text, given the whole file's: everything else is blanked, so that locations are those of the file.
    /// </summary>
    public string Select(string fileText) => Section.Select(fileText);
}
