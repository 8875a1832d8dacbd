using DbSafety.Core.Errors;

namespace DbSafety.Cli.Packaging;

/// <summary>The clone of the project that this program was built in.</summary>
internal static class Clone
{
    /// <exception cref="DbSafetyException"><c>CloneNotFound</c>: the program was installed, and not built here.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DbSafety.sln")))
                return folder.FullName;
        }

        throw new DbSafetyException("CloneNotFound", ErrorKind.NotFound, "The sources of the project are not found: packages are made from a clone of it.")
        {
            State = "Nothing was written.",
            NextStep = "In the clone: dotnet run --project src/DbSafety.Cli -- package",
        };
    }
}
