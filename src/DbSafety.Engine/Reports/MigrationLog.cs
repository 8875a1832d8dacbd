using System.Text;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Reports;

/// <summary>The migration log: <c>LOG.md</c> beside the migrations, one table row for each migration of each run. The journal is the truth; this is for reading.</summary>
public sealed class MigrationLog(ProjectFolder project)
{
    private const string Head = """
        # Migration log

        Written by DbSafety after each run; times are UTC. The full record is in the journal, schema `dbsafety` of each target.

        | When | Migration | What | Outcome | Target | By | Took | Backup | Run | Why and what else |
        |---|---|---|---|---|---|---|---|---|---|

        """;

    /// <summary>The file's path.</summary>
    public string Path { get; } = System.IO.Path.Combine(project.MigrationsPath, "LOG.md");

    /// <summary>Adds rows at the end, in one write.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task AppendAsync(IReadOnlyList<MigrationLogRow> rows, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var text = new StringBuilder();
        if (file.Length == 0)
            text.Append(Head);
        else if (!await EndsInLineBreakAsync(file, cancellationToken))
            text.Append('\n');
        foreach (var row in rows)
            text.Append(row).Append('\n');
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Takes the mark of who acted alone from a run's rows, and puts those there who have countersigned.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task CountersignAsync(string run, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
            return;
        var lines = (await File.ReadAllTextAsync(Path, cancellationToken)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Contains($"| {run} |", StringComparison.Ordinal))
                lines[i] = lines[i].Replace("🟥 BREAK-GLASS, not countersigned:", $"BREAK-GLASS, countersigned by {string.Join(" and ", people)}:", StringComparison.Ordinal);
        }

        var partial = $"{Path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(partial, string.Join('\n', lines), cancellationToken);
        File.Move(partial, Path, overwrite: true);
    }

    private static async Task<bool> EndsInLineBreakAsync(FileStream file, CancellationToken cancellationToken)
    {
        file.Seek(-1, SeekOrigin.End);
        var last = new byte[1];
        await file.ReadExactlyAsync(last, cancellationToken);
        return last[0] == (byte)'\n';
    }
}
