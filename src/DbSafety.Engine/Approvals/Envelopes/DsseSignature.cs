namespace DbSafety.Engine.Approvals.Envelopes;

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">A hint which key made it; what it claims is never trusted.</param>
/// <param name="Bytes">ECDSA in DER, RSA with PKCS#1 v1.5, both over SHA-256; or a whole SSHSIG blob.</param>
internal sealed record DsseSignature(string KeyId, byte[] Bytes);
