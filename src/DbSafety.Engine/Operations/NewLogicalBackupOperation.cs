using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Backups;

namespace DbSafety.Engine.Operations;

/// <summary>Makes a backup set and, where asked, proves it.</summary>
internal sealed class NewLogicalBackupOperation : IOperation<NewLogicalBackupOptions>
{
    public async Task RunAsync(NewLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var request = RequestOf(options, target, host);
        var tables = options.WhatIf ? await BackupPreview.DescribeAsync(target.Sessions, request, cancellationToken) : [];
        if (!await host.ConfirmAsync(Confirmation(request, target, tables), cancellationToken))
            return;

        var set = await BackupWriter.CreateAsync(target.Sessions, request, host, cancellationToken);
        foreach (var warning in set.Manifest.Warnings)
            host.Warning(warning);
        if (options.Prove)
            set = await ProveAsync(target, set, host, cancellationToken);
        host.Write(set.ToResult());
    }

    private static BackupRequest RequestOf(NewLogicalBackupOptions options, ResolvedTarget target, IOperationHost host)
    {
        var request = new BackupRequest
        {
            Patterns = options.Table,
            Schemas = options.Schema,
            IsWholeDatabase = options.All || (options.Table.Length == 0 && options.Schema.Length == 0),
            Where = options.Where,
            Folder = BackupFolders.Of(options.Path, target.Project, host),
            Target = target.IsDeclared ? target.Name : null,
            DataFormat = options.DataFormat,
            SchemaOnly = options.SchemaOnly,
            DataOnly = options.DataOnly,
        };
        return request with { Jobs = options.Jobs ?? request.Jobs, CompressionLevel = options.CompressionLevel ?? request.CompressionLevel };
    }

    private static Confirmation Confirmation(BackupRequest request, ResolvedTarget target, IReadOnlyList<string> tables) => new(
        target.Sessions.Description,
        $"Back up {(request.IsWholeDatabase ? "every table" : string.Join(", ", request.Patterns.Concat(request.Schemas.Select(schema => schema + ".*"))))}{(request.Where is { } condition ? $" WHERE {condition}" : "")} to {request.Folder}",
        ChangeImpact.Low,
        tables);

    private static async Task<BackupSet> ProveAsync(ResolvedTarget target, BackupSet set, IOperationHost host, CancellationToken cancellationToken)
    {
        var tests = await BackupProver.ProveAsync(target.Sessions, set, null, host, cancellationToken);
        var failed = tests.Where(test => !test.Passed).ToList();
        if (failed.Count == 0)
            return set with { Proven = host.Time.GetUtcNow() };
        throw new DbSafetyException("BackupNotProven", ErrorKind.BackupInvalid, $"Backup {set.Id} was written, but restoring it did not give back {string.Join(", ", failed.Select(test => test.Table))}.")
        {
            State = $"The files stay in {set.Folder}; nothing in the database was changed.",
            NextStep = $"See what differs with: dbsafety prove {set.Id}",
            Detail = [.. failed.SelectMany(test => test.Detail.Select(line => $"{test.Table}: {line}"))],
        };
    }
}
