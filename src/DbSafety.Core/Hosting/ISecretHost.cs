namespace DbSafety.Core.Hosting;

/// <summary>
/// Gives connections that are kept under a name in a vault. A host that knows one offers this beside <see cref="IOperationHost"/>;
/// PowerShell's does where the module Microsoft.PowerShell.SecretManagement is.
/// </summary>
public interface ISecretHost
{
    /// <summary>The connection that is kept under a name, as a connection string or a URI; null where there is none. Never to be logged.</summary>
    /// <exception cref="Errors.DbSafetyException"><c>SecretNotReadable</c>: the vault has it, and did not give it.</exception>
    Task<string?> FindConnectionAsync(string name, CancellationToken cancellationToken);
}
