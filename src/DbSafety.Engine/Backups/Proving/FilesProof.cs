using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>Checks files without a server.</summary>
internal sealed class FilesProof(BackupSet set, IReadOnlyList<ManifestTable> tables, IOperationHost host)
{
    public async Task<IReadOnlyList<BackupTest>> RunAsync(CancellationToken cancellationToken)
    {
        var tests = new List<BackupTest>();
        foreach (var table in tables)
        {
            var started = host.Time.GetTimestamp();
            var problem = await FileCheck.ProblemAsync(set, table.File, cancellationToken)
                ?? await FileCheck.FormProblemAsync(set, table, cancellationToken);
            tests.Add(new BackupTest(set.Id, table.QualifiedName, problem is null, null, null, null, null, problem is null, table.Rows,
                host.Time.GetElapsedTime(started), [problem ?? "The file and the rows in it are as they were written. Nothing was restored."]));
        }

        return tests;
    }
}
