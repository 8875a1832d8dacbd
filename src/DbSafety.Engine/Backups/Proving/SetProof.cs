using System.Collections.Concurrent;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
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
        await using var connection = await scratch.Sessions.OpenAsync("proof", cancellationToken);
        using var warnings = new ServerWarnings(connection);
        foreach (var proof in _proofs)
            await LoadAsync(connection, proof, warnings, cancellationToken);
        if (isWhole && set.Manifest.SchemaFile is { } schemaFile)
            await LoadSchemaFileAsync(connection, schemaFile, warnings, cancellationToken);

        await CopySession.ApplyAsync(connection, TimeSpan.Zero, cancellationToken);
        var schema = await SchemaReader.ReadAsync(connection, cancellationToken);
        await CompareAsync(scratch.Sessions, connection, schema, cancellationToken);
        _progress.End(set.Id);
    }

    // Two sessions read what was restored: one alone would leave our processors waiting for the server's, or the other way round.
    private async Task CompareAsync(Sessions sessions, NpgsqlConnection connection, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var open = new ConcurrentQueue<TableProof>(_proofs.Where(proof => proof.Restored == true).OrderByDescending(proof => proof.Table.File.UncompressedBytes));
        async Task RunAsync(NpgsqlConnection session)
        {
            while (open.TryDequeue(out var proof))
                await proof.CompareAsync(session, schema, host, cancellationToken);
        }

        if (open.Count < 2 || open.Sum(proof => proof.Table.File.UncompressedBytes) < WorthASession)
        {
            await RunAsync(connection);
            return;
        }

        await using var other = await sessions.OpenAsync("proof", cancellationToken);
        await CopySession.ApplyAsync(other, TimeSpan.Zero, cancellationToken);
        await Task.WhenAll(RunAsync(connection), RunAsync(other));
    }

    private async Task LoadAsync(NpgsqlConnection connection, TableProof proof, ServerWarnings warnings, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        try
        {
            await new FileLoader(connection, set.Manifest).LoadAsync(set.PathOf(proof.Table.File.Name), withTransaction: true,
                bytes => _progress.Add(proof.Table.QualifiedName, bytes), cancellationToken);
            proof.Restored = true;
        }
        catch (Exception error) when (error is PostgresException or InvalidDataException or DbSafetyException { Kind: ErrorKind.BackupInvalid or ErrorKind.InvalidScript })
        {
            cancellationToken.ThrowIfCancellationRequested();
            proof.Restored = false;
            proof.Detail.Add($"It could not be restored: {Describe(error)}");
            await SqlText.RunStatementAsync(connection, "ROLLBACK", cancellationToken);
        }

        proof.Detail.AddRange(warnings.Take().Select(text => $"The server warned: {text}"));
        proof.Duration += host.Time.GetElapsedTime(started);
    }

    private async Task LoadSchemaFileAsync(NpgsqlConnection connection, ManifestFile file, ServerWarnings warnings, CancellationToken cancellationToken)
    {
        try
        {
            await new FileLoader(connection, set.Manifest).LoadAsync(set.PathOf(file.Name), withTransaction: true, _ => { }, cancellationToken);
        }
        catch (PostgresException error)
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK", cancellationToken);
            foreach (var proof in _proofs)
            {
                proof.SchemaFileFailed = true;
                proof.Detail.Add($"The file of the whole structure, {file.Name}, could not be loaded: {Describe(error)}");
            }
        }

        foreach (var text in warnings.Take())
            host.Verbose($"The server warned while {file.Name} was loaded: {text}");
    }

    private static string Describe(Exception error) => error is PostgresException server
        ? $"{server.MessageText} ({server.SqlState}{(server.Where is { Length: > 0 } where ? "; " + where : "")})"
        : error.Message;
}
