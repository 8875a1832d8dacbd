using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Keys;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Makes a key pair for approvals.</summary>
internal sealed class NewSafetyKeyOperation : IOperation<NewSafetyKeyOptions>
{
    public async Task RunAsync(NewSafetyKeyOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var person = options.Person ?? host.UserName;
        var path = Path.GetFullPath(options.Path ?? $"{person}.pem", host.WorkingDirectory);
        if (!await host.ConfirmAsync(new Confirmation(path, "Make a key pair", ChangeImpact.Low, [$"Public key: {KeyMaker.PublicPathOf(path)}"]), cancellationToken))
            return;
        var (publicPath, key) = await KeyMaker.MakeAsync(path, options.Rsa, await PassphraseAsync(path, host, cancellationToken), cancellationToken);
        host.Write(new SafetyKey(path, publicPath, key.Algorithm, key.KeyId,
            ["approvals:", "  people:", $"    {person}:", $"      accounts: [{host.UserName}]", "      roles: [dba]", $"      keys: [{InPolicy(publicPath, options.Project is { } named ? Path.GetFullPath(named, host.WorkingDirectory) : ProjectFinder.Nearest(host.WorkingDirectory))}]"]));
    }

    // The policy's paths are those of the project's folder. A key that is made elsewhere is to be copied into it, under whatever name.
    private static string InPolicy(string path, string? project)
    {
        var relative = project is null ? path : Path.GetRelativePath(project, path);
        return relative == path || relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(path) : relative.Replace('\\', '/');
    }

    private static async Task<string> PassphraseAsync(string path, IOperationHost host, CancellationToken cancellationToken)
    {
        if (host.GetEnvironmentVariable("DBSAFETY_KEY_PASSPHRASE") is { Length: > 0 } given)
            return given;
        if (!host.CanAsk)
            throw KeyErrors.PassphraseNeeded(Path.GetFileName(path));
        var first = await AskAsync($"A passphrase for {Path.GetFileName(path)}, of {KeyMaker.LeastPassphrase} characters or more:", host, cancellationToken);
        if (first != await AskAsync("The same again:", host, cancellationToken))
        {
            throw new DbSafetyException("KeyPassphraseDiffers", ErrorKind.InvalidArgument, "The two passphrases are not the same.")
            {
                State = "Nothing was made.",
                NextStep = "Run the command again.",
            };
        }

        return first;
    }

    private static Task<string> AskAsync(string text, IOperationHost host, CancellationToken cancellationToken) =>
        host.AskAsync(new Question("Passphrase", text, [], []) { IsSecret = true }, cancellationToken);
}
