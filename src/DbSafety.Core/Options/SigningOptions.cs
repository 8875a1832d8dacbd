using DbSafety.Core.Commands;

namespace DbSafety.Core.Options;

/// <summary>What every command takes that signs something.</summary>
public abstract class SigningOptions : DatabaseOptions
{
    /// <summary>The private key.</summary>
    [Parameter("The private key: an encrypted PEM file (PKCS#8, as 'dbsafety key' and openssl write it) or a PFX file. Its passphrase is asked, or comes from DBSAFETY_KEY_PASSPHRASE.", Completes = "path")]
    public string? Key { get; set; }

    /// <summary>A certificate of the store.</summary>
    [Parameter("A certificate in the store 'My' of the user or the machine, whose private key signs: its thumbprint, its subject, or its path on the Cert: drive.")]
    public string? Certificate { get; set; }

    /// <summary>Signed elsewhere.</summary>
    [Parameter("Signs nothing, and writes the bytes that are to be signed into a file, for ssh-keygen -Y sign or openssl dgst -sha256 -sign.")]
    public bool Prepare { get; set; }

    /// <summary>Who will sign.</summary>
    [Parameter("With --prepare: who will sign, as the approval policy names the person. Default: the person of this account.")]
    public string? Person { get; set; }

    /// <summary>The signature made elsewhere.</summary>
    [Parameter("A signature that was made elsewhere over the file that --prepare wrote; its name is that file's with .sig behind it.", Completes = "path")]
    public string? Signature { get; set; }

    /// <summary>Not into the journal.</summary>
    [Parameter("Writes into plans/ only, and not into the target's journal.")]
    public bool Offline { get; set; }
}
