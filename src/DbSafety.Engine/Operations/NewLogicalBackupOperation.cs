using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Journals;

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

        if (options.WhatIf)
            return;
        await CommandAudit.RunAsync(target, "New-LogicalBackup", new JsonObject { ["folder"] = request.Store.Location }, host,
            audit => WriteAsync(target, request, options.Prove, audit, host, cancellationToken), cancellationToken);
    }

    private static async Task WriteAsync(ResolvedTarget target, BackupRequest request, bool prove, CommandAudit audit, IOperationHost host, CancellationToken cancellationToken)
    {
        var set = await BackupWriter.CreateAsync(target.Sessions, request, host, cancellationToken);
        var manifest = await HashAsync(set, cancellationToken);
        audit.Done(JournalEvent.BackedUp, Facts(set, manifest, isProven: false));
        foreach (var warning in set.Manifest.Warnings)
            host.Warning(warning);
        if (prove)
            set = await ProveAsync(target, set, host, cancellationToken);
        audit.Done(JournalEvent.BackedUp, Facts(set, manifest, prove));
        host.Write(set.ToResult());
    }

    private static async Task<string> HashAsync(BackupSet set, CancellationToken cancellationToken)
    {
        await using var stream = await set.Store.OpenAsync(BackupFileNames.Manifest(set.Id), cancellationToken);
        return "sha256:" + Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken)).ToLowerInvariant();
    }

    private static JsonObject Facts(BackupSet set, string manifest, bool isProven) => new()
    {
        ["backup"] = set.Id,
        ["folder"] = set.Folder,
        ["manifest"] = manifest,
        ["tables"] = set.Manifest.Tables.Count,
        ["rows"] = set.Manifest.Tables.Sum(table => table.Rows),
        ["proven"] = isProven,
    };

    private static BackupRequest RequestOf(NewLogicalBackupOptions options, ResolvedTarget target, IOperationHost host)
    {
        var request = new BackupRequest
        {
            Patterns = options.Table,
            Schemas = options.Schema,
            IsWholeDatabase = options.All || (options.Table.Length == 0 && options.Schema.Length == 0),
            Where = options.Where,
            Store = BackupFolders.Of(options.Path, target.Project, host),
            Target = target.IsDeclared ? target.Name : null,
            DataFormat = options.DataFormat,
            SchemaOnly = options.SchemaOnly,
            DataOnly = options.DataOnly,
        };
        return request with { Jobs = options.Jobs ?? request.Jobs, CompressionLevel = options.CompressionLevel ?? request.CompressionLevel };
    }

    private static Confirmation Confirmation(BackupRequest request, ResolvedTarget target, IReadOnlyList<string> tables) => new(
        target.Sessions.Description,
        $"Back up {(request.IsWholeDatabase ? "every table" : string.Join(", ", request.Patterns.Concat(request.Schemas.Select(schema => schema + ".*"))))}{(request.Where is { } condition ? $" WHERE {condition}" : "")} to {request.Store.Location}",
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
