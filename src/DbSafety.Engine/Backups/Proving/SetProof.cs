using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>The proof of a set: files first, then all of them loaded into one scratch database, then table by table compared.</summary>
internal sealed class SetProof(BackupSet set, IReadOnlyList<ManifestTable> tables, bool isWhole, IOperationHost host)
{
    private const long WorthASession = 16 << 20;

    private readonly List<TableProof> _proofs = [.. tables.Select(table => new TableProof(set, table))];
    private readonly BackupProgress _progress = new(host, "Proving", tables.Sum(table => table.File.UncompressedBytes), isEstimate: false);

    public async Task<IReadOnlyList<BackupTest>> RunAsync(Sessions sessions, CancellationToken cancellationToken)
    {
        foreach (var proof in _proofs)
            proof.FileProblem = await FileCheck.ProblemAsync(set, proof.Table.File, cancellationToken);
        var schemaFileProblem = isWhole && set.Manifest.SchemaFile is { } file ? await FileCheck.ProblemAsync(set, file, cancellationToken) : null;
        if (_proofs.All(proof => proof.FileProblem is null) && schemaFileProblem is null && CanBeRestored())
            await RestoreAsync(sessions, cancellationToken);
        if (schemaFileProblem is not null)
            _proofs.ForEach(proof => proof.Detail.Add(schemaFileProblem));
        return [.. _proofs.Select(proof => proof.Result(schemaFileProblem is null))];
    }

    private bool CanBeRestored()
    {
        if (set.Manifest.HasStructure)
            return true;
        _proofs.ForEach(proof => proof.Detail.Add("The set holds data only: it cannot be restored alone, so nothing was restored."));
        return false;
    }

    private async Task RestoreAsync(Sessions sessions, CancellationToken cancellationToken)
    {
        await using var scratch = await ScratchDatabase.CreateAsync(sessions, set.Id, host, cancellationToken);
        // Two sessions: one alone would leave our processors waiting for the server's, or the other way round.
        var count = tables.Sum(table => table.File.UncompressedBytes) < WorthASession ? 1 : 2;
        await using var open = await ProofSessions.OpenAsync(scratch.Sessions, count, cancellationToken);
        foreach (var proof in _proofs)
            await LoadAsync(open, proof, cancellationToken);
        if (isWhole && set.Manifest.SchemaFile is { } schemaFile)
            await LoadSchemaFileAsync(open, schemaFile, cancellationToken);

        await CopySession.ApplyAsync(open.Main, TimeSpan.Zero, cancellationToken);
        var schema = await SchemaReader.ReadAsync(open.Main, cancellationToken);
        var queue = new BuildQueue();
        foreach (var proof in _proofs.Where(proof => proof.Restored == true).OrderByDescending(proof => proof.Table.File.UncompressedBytes))
            await proof.AddToAsync(queue, open.Main, schema, host, cancellationToken);
        await queue.RunAsync(open.All, cancellationToken);
        _progress.End(set.Id);
    }

    private async Task LoadAsync(ProofSessions open, TableProof proof, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var isShared = open.All.Count > 1 && SharedFileLoader.IsWorthIt(set.Manifest, proof.Table);
        try
        {
            await LoadAsync(open, proof.Table, isShared, cancellationToken);
            proof.Restored = true;
        }
        catch (Exception error) when (error is PostgresException or InvalidDataException or DbSafetyException { Kind: ErrorKind.BackupInvalid or ErrorKind.InvalidScript })
        {
            cancellationToken.ThrowIfCancellationRequested();
            proof.Restored = false;
            proof.Detail.Add($"It could not be restored: {Describe(error)}");
            await TakeBackAsync(open, proof, isShared, cancellationToken);
        }

        proof.Detail.AddRange(open.TakeWarnings().Select(text => $"The server warned: {text}"));
        proof.Duration += host.Time.GetElapsedTime(started);
    }

    private async Task LoadAsync(ProofSessions open, ManifestTable table, bool isShared, CancellationToken cancellationToken)
    {
        void Arrived(int bytes) => _progress.Add(table.QualifiedName, bytes);
        var standIn = await StandIn.FindAsync(open.Main, table, isOursAlone: true, cancellationToken);
        if (!isShared)
        {
            await new FileLoader(open.Main, set).LoadAsync(table.File, standIn, Arrived, cancellationToken);
            return;
        }

        host.Verbose($"The rows of {table.QualifiedName} are loaded over {open.All.Count} sessions.");
        await new SharedFileLoader(open.All, set).LoadAsync(table, standIn, Arrived, cancellationToken);
    }

    private static async Task TakeBackAsync(ProofSessions open, TableProof proof, bool isShared, CancellationToken cancellationToken)
    {
        if (!isShared)
        {
            await SqlText.RunStatementAsync(open.Main, "ROLLBACK", cancellationToken);
            return;
        }

        // What was committed before the rows must not look like a restored table to the others.
        proof.Detail.AddRange(open.TakeWarnings().Select(text => $"The server warned: {text}"));
        await open.RenewAsync(cancellationToken);
        await SqlText.RunStatementAsync(open.Main, $"DROP TABLE IF EXISTS {proof.Table.QualifiedName} CASCADE", cancellationToken);
    }

    private async Task LoadSchemaFileAsync(ProofSessions open, ManifestFile file, CancellationToken cancellationToken)
    {
        try
        {
            await new FileLoader(open.Main, set).LoadAsync(file, null, _ => { }, cancellationToken);
        }
        catch (PostgresException error)
        {
            await SqlText.RunStatementAsync(open.Main, "ROLLBACK", cancellationToken);
            foreach (var proof in _proofs)
            {
                proof.SchemaFileFailed = true;
                proof.Detail.Add($"The file of the whole structure, {file.Name}, could not be loaded: {Describe(error)}");
            }
        }

        foreach (var text in open.TakeWarnings())
            host.Verbose($"The server warned while {file.Name} was loaded: {text}");
    }

    private static string Describe(Exception error) => error is PostgresException server
        ? $"{server.MessageText} ({server.SqlState}{(server.Where is { Length: > 0 } where ? "; " + where : "")})"
        : error.Message;
}
