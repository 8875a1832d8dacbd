using System.Globalization;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Keys;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Makes an envelope: with a key that is opened here, or with a signature that was made elsewhere.</summary>
internal sealed class Signer(SigningOptions options, PolicyBook book, IOperationHost host)
{
    private const string PassphraseVariable = "DBSAFETY_KEY_PASSPHRASE";
    private const string ToSignSuffix = ".tosign";

    /// <summary>A way to sign was named.</summary>
    public bool IsAsked => options.Key is not null || options.Certificate is not null || options.Signature is not null || options.Prepare;

    /// <summary>Opens the key that was named.</summary>
    /// <exception cref="DbSafetyException"><c>ApproverUnknown</c>, <c>ApprovalKeyRevoked</c>, <c>ApprovalKeyNotValid</c>, <c>SigningKeyNeeded</c>, or why the key cannot be opened.</exception>
    public async Task<(SigningKey Key, KnownKey Known)> OpenAsync(CancellationToken cancellationToken)
    {
        var key = options switch
        {
            { Key: { } path } => await SigningKey.OpenAsync(Existing(path), () => PassphraseAsync(path, cancellationToken), cancellationToken),
            { Certificate: { } name } => SigningKey.OfStore(name, host.Time.GetUtcNow()),
            _ => throw Needed(),
        };
        try
        {
            var known = book.ByKeyId(key.Public.KeyId) ?? throw Unknown(key.Public.KeyId);
            SignerCheck.RequireGood(known, host.Time.GetUtcNow(), "This key");
            return (key, known);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The person for whom bytes are prepared: the one of this account.</summary>
    /// <exception cref="DbSafetyException"><c>ApproverUnknown</c>.</exception>
    public string PreparedFor() => (options.Person is { } person ? book.People.FirstOrDefault(known => known.Name == person) : book.ByAccount(host.UserName))?.Name
        ?? throw Unknown(options.Person is { } named ? $"the name {named}" : $"the account {host.UserName}");

    public static Dsse Sign(SigningKey key, string payloadType, byte[] payload)
    {
        var signature = key.Sign(Dsse.PreAuthenticationEncoding(payloadType, payload));
        return new Dsse(payloadType, payload, [new DsseSignature(key.Public.KeyId, signature)]);
    }

    /// <summary>Writes the bytes to be signed; gives their file.</summary>
    public static async Task<string> PrepareAsync(ApprovalFolder folder, string envelopePath, string payloadType, byte[] payload, CancellationToken cancellationToken)
    {
        var path = ApprovalFolder.Stem(envelopePath) + ToSignSuffix;
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllBytesAsync(path, Dsse.PreAuthenticationEncoding(payloadType, payload), cancellationToken);
        return path;
    }

    /// <summary>What to run with the prepared file.</summary>
    public static string HowToSign(string path) =>
        $"ssh-keygen -Y sign -n {SshSignature.Namespace} -f ~/.ssh/id_ecdsa {path}, or: openssl dgst -sha256 -sign KEY.pem -out {path}.sig {path}; then run this again with --signature {path}.sig in the place of --prepare";

    /// <summary>Puts the signature that was made elsewhere to the bytes that were prepared.</summary>
    /// <exception cref="DbSafetyException"><c>SignatureNotReadable</c>, <c>ApprovalSignatureInvalid</c>, <c>ApprovalKeyRevoked</c>.</exception>
    public async Task<(Dsse Envelope, KnownKey Known, string EnvelopePath)> CompleteAsync(string payloadType, CancellationToken cancellationToken)
    {
        var path = Existing(options.Signature!);
        var prepared = path.EndsWith(".sig", StringComparison.Ordinal) ? path[..^4] : "";
        if (!prepared.EndsWith(ToSignSuffix, StringComparison.Ordinal) || !File.Exists(prepared))
            throw KeyErrors.SignatureNotReadable(path, "the file that it signs, which has its name without .sig, is not beside it");
        var payload = Payload(await File.ReadAllBytesAsync(prepared, cancellationToken), payloadType, prepared);
        var envelope = new Dsse(payloadType, payload, [new DsseSignature("", await SignatureAsync(path, cancellationToken))]);
        var known = SignerCheck.Require(envelope, Path.GetFileName(path), book, host.Time.GetUtcNow(), null);
        return (envelope with { Signatures = [envelope.Signatures[0] with { KeyId = known.Key.KeyId }] }, known, prepared[..^ToSignSuffix.Length] + ".json");
    }

    private static async Task<byte[]> SignatureAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        if (!SshSignature.IsArmored(text))
            return bytes;
        try
        {
            var blob = SshSignature.Dearmor(text);
            _ = SshSignature.Parse(blob);
            return blob;
        }
        catch (FormatException error)
        {
            throw KeyErrors.SignatureNotReadable(path, error.Message);
        }
    }

    private static byte[] Payload(byte[] prepared, string payloadType, string path)
    {
        var head = $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType).ToString(CultureInfo.InvariantCulture)} {payloadType} ";
        var start = Encoding.UTF8.GetBytes(head);
        var end = prepared.AsSpan().StartsWith(start) ? prepared.AsSpan(start.Length).IndexOf((byte)' ') : -1;
        var payload = end < 0 ? [] : prepared[(start.Length + end + 1)..];
        return end >= 0 && Dsse.PreAuthenticationEncoding(payloadType, payload).AsSpan().SequenceEqual(prepared) ? payload
            : throw KeyErrors.SignatureNotReadable(path, "it is not a file that --prepare wrote for this command");
    }

    private string Existing(string path)
    {
        var full = Path.GetFullPath(path, host.WorkingDirectory);
        return File.Exists(full) ? full : throw KeyErrors.NotReadable(path, "it is not there");
    }

    private async Task<string> PassphraseAsync(string path, CancellationToken cancellationToken)
    {
        if (host.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } given)
            return given;
        if (!host.CanAsk)
            throw KeyErrors.PassphraseNeeded(Path.GetFileName(path));
        return await host.AskAsync(new Question("Passphrase", $"The passphrase of {Path.GetFileName(path)}:", [], []) { IsSecret = true }, cancellationToken);
    }

    public static DbSafetyException Needed() => new("SigningKeyNeeded", ErrorKind.InvalidArgument, "Nothing says with which key to sign.")
    {
        State = "Nothing was signed.",
        NextStep = "Give --key KEY.pem or --certificate NAME; or --prepare, to sign with ssh-keygen or openssl. Make a key with: dbsafety key",
    };

    private static DbSafetyException Unknown(string who) => new("ApproverUnknown", ErrorKind.NotApproved, $"The approval policy knows nobody with {who}.")
    {
        State = "Nothing was signed.",
        NextStep = "Have the public key written into the approval policy, under people, by whoever keeps it.",
    };
}
