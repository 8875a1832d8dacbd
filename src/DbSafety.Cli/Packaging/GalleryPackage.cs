using System.IO.Compression;
using System.Xml.Linq;

namespace DbSafety.Cli.Packaging;

/// <summary>
/// Writes a package as the PowerShell Gallery takes it: a NuGet package, which is a ZIP by the Open Packaging Conventions, whose tags
/// say what the module exports. The same folder gives the same bytes.
/// </summary>
internal static class GalleryPackage
{
    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";

    // The earliest time that a ZIP can tell.
    private static readonly DateTimeOffset Moment = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">The module's folder.</param>
    /// <param name="output">The folder that the package is written into.</param>
    /// <returns>The package's path.</returns>
    public static string Write(string folder, string output)
    {
        var manifest = ModuleManifest.Read(Path.Combine(folder, $"{ModuleManifest.Name}.psd1"));
        var path = Path.Combine(output, $"{ModuleManifest.Name}.{manifest.Version}.nupkg");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        using var stream = File.Create(path);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        Add(archive, "_rels/.rels", RelationsOf());
        Add(archive, $"{ModuleManifest.Name}.nuspec", NuspecOf(manifest));
        Add(archive, "[Content_Types].xml", TypesOf(files));
        foreach (var file in files)
        {
            using var content = File.OpenRead(file);
            using var entry = Entry(archive, Path.GetRelativePath(folder, file).Replace('\\', '/'));
            content.CopyTo(entry);
        }

        return path;
    }

    private static XDocument NuspecOf(ModuleManifest manifest) => new(new XElement(
        Nuspec + "package",
        new XElement(
            Nuspec + "metadata",
            new XElement(Nuspec + "id", ModuleManifest.Name),
            new XElement(Nuspec + "version", manifest.Version),
            new XElement(Nuspec + "authors", manifest.Author),
            new XElement(Nuspec + "owners", manifest.CompanyName),
            new XElement(Nuspec + "requireLicenseAcceptance", "false"),
            new XElement(Nuspec + "licenseUrl", manifest.LicenseUri),
            manifest.Find("ProjectUri") is { } project ? new XElement(Nuspec + "projectUrl", project) : null,
            new XElement(Nuspec + "description", manifest.Description),
            new XElement(Nuspec + "releaseNotes", manifest.ReleaseNotes),
            new XElement(Nuspec + "copyright", manifest.Copyright),
            new XElement(Nuspec + "tags", string.Join(' ', TagsOf(manifest))))));

    // By these the Gallery finds a module through its commands, and tells scripts from modules.
    private static IEnumerable<string> TagsOf(ModuleManifest manifest) =>
        ["PSModule", .. manifest.Tags, "PSIncludes_Cmdlet", .. manifest.Cmdlets.SelectMany(name => new[] { $"PSCmdlet_{name}", $"PSCommand_{name}" })];

    private static XDocument TypesOf(IEnumerable<string> files) => new(new XElement(
        Types + "Types",
        files.Select(file => Path.GetExtension(file).TrimStart('.')).Append("nuspec").Where(extension => extension.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
            .Select(extension => Default(extension, "application/octet"))
            .Prepend(Default("rels", "application/vnd.openxmlformats-package.relationships+xml")),
        files.Where(file => Path.GetExtension(file).Length == 0)
            .Select(file => new XElement(Types + "Override", new XAttribute("PartName", "/" + Path.GetFileName(file)), new XAttribute("ContentType", "application/octet")))));

    private static XElement Default(string extension, string type) =>
        new(Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));

    private static XDocument RelationsOf() => new(new XElement(
        Relations + "Relationships",
        new XElement(
            Relations + "Relationship",
            new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"),
            new XAttribute("Target", $"/{ModuleManifest.Name}.nuspec"),
            new XAttribute("Id", "manifest"))));

    private static void Add(ZipArchive archive, string name, XDocument document)
    {
        using var entry = Entry(archive, name);
        document.Save(entry);
    }

    private static Stream Entry(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Moment;
        return entry.Open();
    }
}
