using Xunit;

namespace DbSafety.Tests.Cli;

/// <summary>A folder of documents that are made from something else.</summary>
internal static class DocumentFolder
{
    /// <summary>Asserts that the folder holds these documents and no others; with DBSAFETY_UPDATE_SNAPSHOTS=1 it is written first.</summary>
    public static void AssertIs(string folder, IReadOnlyDictionary<string, string> documents)
    {
        if (Environment.GetEnvironmentVariable("DBSAFETY_UPDATE_SNAPSHOTS") == "1")
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in documents)
                File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.Equal(documents.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(documents, document => Assert.Equal(document.Value, File.ReadAllText(Path.Combine(folder, document.Key)).ReplaceLineEndings("\n")));
    }
}
