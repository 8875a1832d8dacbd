namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Which part of a file is the script: some tools keep the up and the down script in one file.</summary>
public interface IScriptSection
{
    /// <summary>
    /// The file's text with everything outside the section blanked. Its length and its line breaks stay, so that a line,
    /// a column or an offset in the result is one of the file.
    /// </summary>
    string Select(string fileText);
}
