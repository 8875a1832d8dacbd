using DbSafety.Module;

// Called by the build.
if (args is not [var repository, var stage])
{
    Console.Error.WriteLine("usage: DbSafety.Module REPOSITORY STAGE-FOLDER");
    return 2;
}

try
{
    var pages = Path.Combine(repository, "module", "help");
    var commands = CmdletFace.All.Select(face => new CommandHelp(face, CommandPage.Read(Path.Combine(pages, $"{face.Name}.md"))));
    var help = Path.Combine(stage, "en-US", "DbSafety.PowerShell.dll-Help.xml");
    Directory.CreateDirectory(Path.GetDirectoryName(help)!);
    MamlWriter.Document(commands).Save(help);

    StagedTypes.Finish(Path.Combine(stage, "DbSafety.Types.ps1xml"), Path.Combine(repository, "module", "DbSafety.Types.ps1xml"));

    var manifest = File.ReadAllText(Path.Combine(repository, "DbSafety.psd1"));
    File.WriteAllText(Path.Combine(stage, "DbSafety.psd1"), StagedManifest.Of(manifest));
    return 0;
}
catch (Exception error) when (error is InvalidDataException or IOException)
{
    // The form that MSBuild shows as an error of the build.
    Console.Error.WriteLine($"module : error DBS0002: {error.Message}");
    return 1;
}
