using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Audit.Checking;

namespace DbSafety.Engine.Operations;

/// <summary>Checks the journal, and says where it breaks.</summary>
internal sealed class TestSafetyJournalOperation : IOperation<TestSafetyJournalOptions>
{
    public async Task RunAsync(TestSafetyJournalOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var check = await new JournalChecker(target, host).CheckAsync(options.Head, options.FileOnly, cancellationToken);
        host.Write(check);
        if (check.Findings.FirstOrDefault(finding => !finding.IsNotice) is { } first)
        {
            throw new DbSafetyException(first.Id, ErrorKind.CheckFailed, first.Message)
            {
                State = "Nothing was written: both places are as they were found.",
                NextStep = "Keep a copy of the file and of the schema dbsafety before anything else is done; then find out who did it. "
                    + "Where a restore was meant, move the file to another name: a new one begins with the next command.",
                Detail = [.. check.Findings.Skip(1).Select(finding => $"{finding.Id}: {finding.Message}")],
            };
        }
    }
}
