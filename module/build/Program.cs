using DbSafety.Module;

// Called by the build: the folder of the written pages, and the file to make of them.
if (args is not [var pages, var output])
{
    Console.Error.WriteLine("usage: DbSafety.Module PAGES-FOLDER OUTPUT-FILE");
    return 2;
}

try
{
    var commands = CmdletFace.All.Select(face => new CommandHelp(face, CommandPage.Read(Path.Combine(pages, $"{face.Name}.md"))));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
    MamlWriter.Document(commands).Save(output);
    return 0;
}
catch (Exception error) when (error is InvalidDataException or IOException)
{
    // The form that MSBuild shows as an error of the build.
    Console.Error.WriteLine($"module/help : error DBS0002: {error.Message}");
    return 1;
}
