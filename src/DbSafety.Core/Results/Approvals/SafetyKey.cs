namespace DbSafety.Core.Results.Approvals;

/// <summary>A key pair for approvals.</summary>
/// <param name="Path">The private key, encrypted, readable by its owner only.</param>
/// <param name="PublicPath">The public key, to be named in the approval policy.</param>
/// <param name="Algorithm"><c>ECDSA P-256</c> or <c>RSA</c>.</param>
/// <param name="KeyId"><c>sha256:</c> and the SHA-256 of the public key's SubjectPublicKeyInfo.</param>
/// <param name="PolicyLines">What to write into the approval policy.</param>
public sealed record SafetyKey(string Path, string PublicPath, string Algorithm, string KeyId, IReadOnlyList<string> PolicyLines);
