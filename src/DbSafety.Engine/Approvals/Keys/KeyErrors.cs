using DbSafety.Core.Errors;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>The errors of keys. None of them holds anything of a private key or of a passphrase.</summary>
internal static class KeyErrors
{
    private const string Fitting = "ECDSA P-256, or RSA of 3072 bits and more";

    public static DbSafetyException Ed25519(string origin) =>
        new("KeyNotSupported", ErrorKind.NotSupported, $"{origin} is an Ed25519 key, which .NET cannot verify (dotnet/runtime#63174).")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Use an ECDSA key: ssh-keygen -t ecdsa -b 256, or: dbsafety key",
        };

    public static DbSafetyException NotSupported(string origin, string what) =>
        new("KeyNotSupported", ErrorKind.NotSupported, $"{origin} is {what}; approvals are signed with {Fitting}.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Make one with: dbsafety key",
        };

    public static DbSafetyException NotReadable(string origin, string why) =>
        new("KeyNotReadable", ErrorKind.InvalidArgument, $"{origin} cannot be read as a key: {why}.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Give a PEM file (PKCS#8, as 'dbsafety key' and openssl write it), a PFX file, or sign with: ssh-keygen -Y sign",
        };

    public static DbSafetyException OpenSsh(string origin) =>
        new("KeyNotReadable", ErrorKind.InvalidArgument, $"{origin} is a private key in OpenSSH's own format, which only OpenSSH reads.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Write what is to be signed with: dbsafety approve PLAN --prepare; sign it with ssh-keygen -Y sign, as it then says, and hand in the signature with --signature.",
        };

    public static DbSafetyException NotEncrypted(string origin) =>
        new("KeyNotEncrypted", ErrorKind.Refused, $"{origin} is a private key without a passphrase: whoever can read the file could approve in its owner's name.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = $"Encrypt it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in {origin} -out {origin}.encrypted, or make a new one with: dbsafety key",
        };

    public static DbSafetyException PassphraseNeeded(string origin) =>
        new("KeyPassphraseNeeded", ErrorKind.InvalidArgument, $"{origin} is encrypted, and nobody can type its passphrase here.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Run it at a console, or give the passphrase in the environment variable DBSAFETY_KEY_PASSPHRASE.",
        };

    public static DbSafetyException PassphraseWrong(string origin) =>
        new("KeyPassphraseWrong", ErrorKind.InvalidArgument, $"{origin} cannot be opened with this passphrase.")
        {
            State = "Nothing was signed and nothing was changed.",
            NextStep = "Run the command again, and type the passphrase of this key.",
        };

    public static DbSafetyException SignatureNotReadable(string origin, string why) =>
        new("SignatureNotReadable", ErrorKind.InvalidArgument, $"{origin} cannot be read as a signature: {why}.")
        {
            State = "Nothing was approved.",
            NextStep = "Hand in the .sig file of 'ssh-keygen -Y sign -n approval@dbsafety', or the output of 'openssl dgst -sha256 -sign'.",
        };
}
