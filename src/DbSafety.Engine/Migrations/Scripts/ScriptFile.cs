using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>Reads the text of a script: its own section of the file, whose checksum does not move with the other sections.</summary>
internal static class ScriptFile
{
    /// <exception cref="DbSafetyException">The file's encoding is not one that can be read.</exception>
    public static ScriptText Read(MigrationScript script)
    {
        var file = ScriptText.Read(File.ReadAllBytes(script.Path), script.Path);
        var selected = script.Select(file.Text);
        return (selected == file.Text ? file : ScriptText.Read(Encoding.UTF8.GetBytes(selected), script.Path)) with { FileSha256 = file.RawHash };
    }

    /// <summary>The same; what is wrong with the file goes to <paramref name="problems"/>, and the result is null.</summary>
    public static ScriptText? TryRead(MigrationScript script, ICollection<ScriptProblem> problems)
    {
        try
        {
            return Read(script);
        }
        catch (DbSafetyException error) when (error.Kind is ErrorKind.InvalidScript or ErrorKind.InvalidProject)
        {
            problems.Add(new ScriptProblem(script.Path, error.Line, error.Column, error.Message, error.Id, error.NextStep));
            return null;
        }
    }
}
