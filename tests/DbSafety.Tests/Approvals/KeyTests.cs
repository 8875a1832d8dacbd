using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Keys;
using Xunit;
using PublicKey = DbSafety.Engine.Approvals.Keys.PublicKey;

namespace DbSafety.Tests.Approvals;

public sealed class KeyTests : IDisposable
{
    private const string Passphrase = "correct horse battery";

    private static readonly byte[] Message = "DSSEv1 1 t 2 {}"u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-keys-").FullName;

    [Theory]
    [InlineData(false, "ECDSA P-256")]
    [InlineData(true, "RSA")]
    public async Task A_key_that_was_made_signs_and_its_public_half_verifies(bool rsa, string algorithm)
    {
        var path = At("me.pem");
        var (publicPath, made) = await KeyMaker.MakeAsync(path, rsa, Passphrase, default);
        var known = PublicKey.Parse(await File.ReadAllTextAsync(publicPath), "me");
        using var key = await OpenAsync(path);
        var signature = key.Sign(Message);
        Assert.Equal((made.KeyId, algorithm), (known.KeyId, known.Algorithm));
        Assert.True(known.Verifies(Message, signature));
        Assert.False(known.Verifies([.. Message, 0], signature));
        signature[^1] ^= 1;
        Assert.False(known.Verifies(Message, signature));
        Assert.False(known.Verifies(Message, []));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_not_written_over_and_wants_a_long_passphrase()
    {
        Assert.Equal("KeyPassphraseTooShort", (await Assert.ThrowsAsync<DbSafetyException>(() => KeyMaker.MakeAsync(At("a.pem"), false, "short", default))).Id);
        await KeyMaker.MakeAsync(At("a.pem"), false, Passphrase, default);
        Assert.Equal("KeyFileExists", (await Assert.ThrowsAsync<DbSafetyException>(() => KeyMaker.MakeAsync(At("a.pem"), false, Passphrase, default))).Id);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_and_not_shown()
    {
        await KeyMaker.MakeAsync(At("a.pem"), false, Passphrase, default);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => SigningKey.OpenAsync(At("a.pem"), () => Task.FromResult("planted-secret"), default));
        Assert.Equal("KeyPassphraseWrong", error.Id);
        Assert.DoesNotContain("planted-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_anybody_could_use_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(At("open.pem"), key.ExportPkcs8PrivateKeyPem());
        Assert.Equal("KeyNotEncrypted", (await Assert.ThrowsAsync<DbSafetyException>(() => OpenAsync(At("open.pem")))).Id);
        Assert.Equal("KeyNotReadable", Assert.Throws<DbSafetyException>(() => PublicKey.Parse(key.ExportPkcs8PrivateKeyPem(), "x")).Id);
    }

    [Fact]
    public void Keys_that_are_too_weak_are_refused()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        Assert.Equal("KeyNotSupported", Assert.Throws<DbSafetyException>(() => PublicKey.Parse(curve.ExportSubjectPublicKeyInfoPem(), "x")).Id);
        Assert.Equal("KeyNotSupported", Assert.Throws<DbSafetyException>(() => PublicKey.Parse(rsa.ExportSubjectPublicKeyInfoPem(), "x")).Id);
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@here")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n-----END PUBLIC KEY-----\n")]
    public void Ed25519_is_refused_in_words_that_say_what_to_use(string text)
    {
        var error = Assert.Throws<DbSafetyException>(() => PublicKey.Parse(text, "ada"));
        Assert.Equal("KeyNotSupported", error.Id);
        Assert.Contains("Ed25519", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-keygen -t ecdsa -b 256", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("ecdsa-sha2-nistp256 AAAA")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void What_is_no_key_is_told(string text) => Assert.Equal("KeyNotReadable", Assert.Throws<DbSafetyException>(() => PublicKey.Parse(text, "x")).Id);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_signs_from_a_PFX_file_and_is_known_by_its_public_half(bool rsa)
    {
        using var ecdsaKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsaKey = RSA.Create(3072);
        var request = rsa ? new CertificateRequest("CN=ada", rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest("CN=ada", ecdsaKey, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllBytesAsync(At("ada.pfx"), certificate.Export(X509ContentType.Pfx, Passphrase));
        using var key = await OpenAsync(At("ada.pfx"));
        Assert.True(PublicKey.Parse(certificate.ExportCertificatePem(), "ada").Verifies(Message, key.Sign(Message)));
        Assert.Equal("KeyPassphraseWrong", (await Assert.ThrowsAsync<DbSafetyException>(() => SigningKey.OpenAsync(At("ada.pfx"), () => Task.FromResult("other"), default))).Id);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Task<SigningKey> OpenAsync(string path) => SigningKey.OpenAsync(path, () => Task.FromResult(Passphrase), default);
}
