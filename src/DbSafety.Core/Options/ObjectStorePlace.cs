namespace DbSafety.Core.Options;

/// <summary>Tells places in an object store from folders.</summary>
public static class ObjectStorePlace
{
    /// <summary>True for a text that names no folder, such as <c>azblob://account/container/prefix</c>; it is left as it is where paths are made whole.</summary>
    public static bool IsOne(string text) => text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
}
