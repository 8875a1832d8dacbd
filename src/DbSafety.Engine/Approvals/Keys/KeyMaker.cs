using System.Security.Cryptography;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>Makes a key pair: the private half encrypted and readable by its owner only, the public half to be named in the policy.</summary>
internal static class KeyMaker
{
    /// <summary>The fewest characters of a passphrase: whoever copies the file can try as many as he likes.</summary>
    public const int LeastPassphrase = 12;

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    /// <summary>Writes both files; the public one has <c>.pub.pem</c> in the place of <c>.pem</c>.</summary>
    /// <exception cref="DbSafetyException"><c>KeyFileExists</c>, <c>KeyPassphraseTooShort</c>.</exception>
    public static async Task<(string PublicPath, PublicKey Key)> MakeAsync(string path, bool rsa, string passphrase, CancellationToken cancellationToken)
    {
        var publicPath = PublicPathOf(path);
        if (File.Exists(path) || File.Exists(publicPath))
            throw Exists(File.Exists(path) ? path : publicPath);
        if (passphrase.Length < LeastPassphrase)
            throw TooShort();
        using AsymmetricAlgorithm key = rsa ? RSA.Create(PublicKey.LeastRsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Encryption) + "\n";
        var known = PublicKey.OfInfo(key.ExportSubjectPublicKeyInfo(), Path.GetFileName(path));
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            OwnerOnly.CreateFolder(folder);
        await using (var file = OwnerOnly.Create(path))
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), cancellationToken);
        await File.WriteAllTextAsync(publicPath, known.ToPem(), cancellationToken);
        return (publicPath, known);
    }

    public static string PublicPathOf(string path) => path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) ? path[..^4] + ".pub.pem" : path + ".pub.pem";

    private static DbSafetyException Exists(string path) =>
        new("KeyFileExists", ErrorKind.AlreadyExists, $"{path} exists. A key is never written over.")
        {
            State = "Nothing was made.",
            NextStep = "Name another file: dbsafety key PATH",
        };

    private static DbSafetyException TooShort() =>
        new("KeyPassphraseTooShort", ErrorKind.InvalidArgument, $"The passphrase has fewer than {LeastPassphrase} characters.")
        {
            State = "Nothing was made.",
            NextStep = "Choose a longer one, such as four or five words.",
        };
}
