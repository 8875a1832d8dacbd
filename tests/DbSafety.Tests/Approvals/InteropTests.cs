using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Keys;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>Signatures of OpenSSH and OpenSSL verify here, and ours there.</summary>
public sealed class InteropTests : IDisposable
{
    private const string Passphrase = "correct horse battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-interop-").FullName;

    [SkippableTheory]
    [InlineData("ecdsa", "256")]
    [InlineData("rsa", "3072")]
    public async Task A_signature_of_OpenSSH_verifies_for_its_key_its_message_and_our_namespace_only(string type, string bits)
    {
        Tools.SkipWithout("ssh-keygen");
        Run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", "me");
        Run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", "other");
        await File.WriteAllTextAsync(At("m"), "DSSEv1 1 t 2 {}");
        await File.WriteAllTextAsync(At("n"), "DSSEv1 1 t 2 {}");
        Run("ssh-keygen", "-q", "-Y", "sign", "-n", SshSignature.Namespace, "-f", "me", "m");
        Run("ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", "me", "n");
        var message = await File.ReadAllBytesAsync(At("m"));
        var blob = SshSignature.Dearmor(await File.ReadAllTextAsync(At("m.sig")));
        var key = PublicKey.Parse(await File.ReadAllTextAsync(At("me.pub")), "me");

        Assert.True(key.Verifies(message, blob));
        Assert.False(key.Verifies([.. message, 1], blob));
        Assert.False(PublicKey.Parse(await File.ReadAllTextAsync(At("other.pub")), "other").Verifies(message, blob));
        Assert.False(key.Verifies(message, SshSignature.Dearmor(await File.ReadAllTextAsync(At("n.sig")))));
        for (var length = 0; length < blob.Length; length++)
            Assert.False(key.Verifies(message, blob[..length]));
        Assert.False(key.Verifies(message, [.. blob, 0]));
    }

    [SkippableFact]
    public async Task OpenSSH_takes_its_own_ed25519_and_we_say_what_to_use_instead()
    {
        Tools.SkipWithout("ssh-keygen");
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "me");
        var text = await File.ReadAllTextAsync(At("me.pub"));
        Assert.Equal("KeyNotSupported", Assert.Throws<DbSafetyException>(() => PublicKey.Parse(text, "me")).Id);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => OpenAsync("me"));
        Assert.Contains("ssh-keygen -Y sign", error.NextStep, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("EC", "ec_paramgen_curve:P-256")]
    [InlineData("RSA", "rsa_keygen_bits:3072")]
    public async Task OpenSSL_verifies_ours_and_we_verify_its(string algorithm, string option)
    {
        Tools.SkipWithout("openssl");
        Run("openssl", "genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-aes-256-cbc", "-pass", $"pass:{Passphrase}", "-out", "me.pem");
        Run("openssl", "pkey", "-in", "me.pem", "-passin", $"pass:{Passphrase}", "-pubout", "-out", "me.pub.pem");
        await File.WriteAllTextAsync(At("m"), "DSSEv1 1 t 2 {}");
        var message = await File.ReadAllBytesAsync(At("m"));
        var key = PublicKey.Parse(await File.ReadAllTextAsync(At("me.pub.pem")), "me");

        Run("openssl", "dgst", "-sha256", "-sign", "me.pem", "-passin", $"pass:{Passphrase}", "-out", "theirs.sig", "m");
        Assert.True(key.Verifies(message, await File.ReadAllBytesAsync(At("theirs.sig"))));

        using var ours = await OpenAsync("me.pem");
        await File.WriteAllBytesAsync(At("ours.sig"), ours.Sign(message));
        Assert.Contains("Verified OK", Run("openssl", "dgst", "-sha256", "-verify", "me.pub.pem", "-signature", "ours.sig", "m"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task OpenSSL_opens_the_key_that_was_made_here_and_gives_it_the_same_id()
    {
        Tools.SkipWithout("openssl");
        var (_, made) = await KeyMaker.MakeAsync(At("me.pem"), false, Passphrase, default);
        Run("openssl", "pkey", "-in", "me.pem", "-passin", $"pass:{Passphrase}", "-pubout", "-outform", "DER", "-out", "me.der");
        Assert.Contains(made.KeyId["sha256:".Length..], Run("openssl", "dgst", "-sha256", "me.der"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string Run(string program, params string[] arguments)
    {
        var (code, text) = Tools.Run(program, _folder, arguments);
        Assert.True(code == 0, $"{program} ended with {code}: {text}");
        return text;
    }

    private Task<SigningKey> OpenAsync(string name) => SigningKey.OpenAsync(At(name), () => Task.FromResult(Passphrase), default);
}
