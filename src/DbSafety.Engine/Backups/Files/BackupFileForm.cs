namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// The form of a backup file: SQL that psql loads, with comment lines that part its sections. Their token is drawn for each file, so
/// that no statement and no value in it can look like one of them.
/// </summary>
internal static class BackupFileForm
{
    public const string FirstLine = "-- DbSafety logical backup, file format 1";
    public const string TokenLine = "-- sections: ";
    public const string BeforeData = "before data";
    public const string Data = "data";
    public const string AfterData = "after data";
    public const string End = "end";

    public static string Mark(string token, string section) => $"-- {token} {section}";
}
