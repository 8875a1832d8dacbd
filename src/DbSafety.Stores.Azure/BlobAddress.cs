using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Stores.Azure;

/// <summary>A container and a prefix in it.</summary>
/// <param name="Endpoint">The address of the account's blobs, as far as the place tells it.</param>
/// <param name="Account">The account.</param>
/// <param name="Container">The container.</param>
/// <param name="Prefix">What the names of all blobs begin with; empty, or with a slash at its end.</param>
internal sealed record BlobAddress(Uri Endpoint, string Account, string Container, string Prefix)
{
    public static BlobAddress Of(StoreLocation location)
    {
        var uri = location.Uri;
        if (uri.Scheme == "azblob")
            return Of(new Uri($"https://{uri.Host}.blob.core.windows.net"), uri.Host, location.Path);
        var root = new Uri(uri.GetLeftPart(UriPartial.Authority));
        // An emulator, and whatever else has no name of its own, tells the account in the path.
        return uri.HostNameType == UriHostNameType.Dns && uri.Host.Contains('.', StringComparison.Ordinal)
            ? Of(root, uri.Host.Split('.')[0], location.Path)
            : Of(new Uri(root, location.Path.FirstOrDefault() ?? ""), location.Path.FirstOrDefault() ?? "", [.. location.Path.Skip(1)]);
    }

    private static BlobAddress Of(Uri endpoint, string account, IReadOnlyList<string> path) => account.Length == 0 || path.Count == 0
        ? throw StoreLocation.Wrong("The place of the backups names no container.")
        : new BlobAddress(endpoint, account, path[0], string.Concat(path.Skip(1).Select(part => part + "/")));
}
