using DbSafety.Core.Errors;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Backups.Stores;

/// <summary>
/// A place in an object store as people write it: <c>azblob://account/container/prefix</c>, <c>https://host/container/prefix</c> or
/// <c>s3://bucket/prefix?endpoint=…&amp;region=…</c>.
/// </summary>
public sealed record StoreLocation
{
    private static readonly string[] Schemes = ["azblob", "s3", "https", "http"];
    private static readonly string[] Options = ["endpoint", "region", "create"];

    private StoreLocation(Uri uri, IReadOnlyDictionary<string, string> query)
    {
        Uri = uri;
        Query = query;
        Path = [.. uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(System.Uri.UnescapeDataString)];
    }

    /// <summary>The whole of it; it holds no secret.</summary>
    public Uri Uri { get; }

    /// <summary>The parts of its path.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>What stands after the question mark.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>The kind of store, as its assembly is called.</summary>
    internal string Kind => Uri.Scheme == "s3" ? "S3" : "Azure";

    /// <summary>True where the text names no local folder.</summary>
    public static bool IsOne(string text) => ObjectStorePlace.IsOne(text);

    /// <exception cref="DbSafetyException"><c>BackupLocationInvalid</c>.</exception>
    public static StoreLocation Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme))
            throw Wrong("The place of the backups cannot be read: it begins with none of azblob://, https:// and s3://.");
        // The text is not told: whatever stands there may be a key.
        if (uri.UserInfo.Length > 0)
            throw Wrong("The place of the backups holds a user or a password.");
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = part.Split('=', 2) is [var name, var rest] ? (name, Uri.UnescapeDataString(rest)) : (part, "");
            if (uri.Scheme != "s3" || !Options.Contains(key))
                throw Wrong("The place of the backups holds something after its question mark that does not belong there, such as a signature.");
            query[key] = value;
        }

        return new StoreLocation(uri, query);
    }

    /// <summary>A file in it.</summary>
    public string With(string name) => $"{Base}/{System.Uri.EscapeDataString(name)}{Uri.Query}";

    /// <summary>The place without a slash at its end.</summary>
    public override string ToString() => Base + Uri.Query;

    /// <summary>The place that the last part of this one is in.</summary>
    internal StoreLocation Parent() => new(new Uri(Base[..Base.LastIndexOf('/')] + Uri.Query), Query);

    private string Base => Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>What is wrong with a place.</summary>
    public static DbSafetyException Wrong(string what) => new("BackupLocationInvalid", ErrorKind.InvalidArgument, what)
    {
        State = "Nothing was read and nothing was written.",
        NextStep = "Write azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX; keys and signatures belong into the environment: AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN, and those of AWS.",
    };
}
