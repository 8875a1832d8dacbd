using System.Text;
using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>The files of leases: in the project, or without one in the user's state folder. A file is whole and on the disk, or not there.</summary>
internal sealed class LeaseStore
{
    private const string Suffix = ".lease.json";
    private readonly IOperationHost _host;
    private IReadOnlyList<string> _folders;

    /// <param name="project">The project's folder; null where there is none.</param>
    /// <param name="host">Tells where the user's state is kept.</param>
    public LeaseStore(string? project, IOperationHost host)
    {
        _host = host;
        var state = Path.Combine(UserState.Folder(host), "leases");
        _folders = project is null ? [state] : [Path.Combine(project, "leases"), state];
    }

    /// <summary>Looks beside this file too, where the lease was saved by another project, or none.</summary>
    public void Add(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (!_folders.Contains(folder))
            _folders = [.. _folders, folder];
    }

    public string PathOf(string id) => Path.Combine(_folders[0], id + Suffix);

    /// <summary>Writes a lease, also over an older form of it, and does not come back before it is on the disk.</summary>
    public async Task<string> WriteAsync(Lease lease, CancellationToken cancellationToken)
    {
        var path = Find(lease.Id) ?? PathOf(lease.Id);
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        await using (var stream = OwnerOnly.Create(partial))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(lease.ToJson()), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
        FolderSync.Flush(folder);
        return path;
    }

    /// <summary>All leases of which there is a file, the oldest first. A file that cannot be read is named in a warning, not passed over.</summary>
    public IReadOnlyList<Lease> Read() => [.. Files().Select(Load).OfType<Lease>().OrderBy(lease => lease.Since)];

    public void Remove(string id)
    {
        if (Find(id) is not { } path)
            return;
        File.Delete(path);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    private string? Find(string id) => _folders.Select(folder => Path.Combine(folder, id + Suffix)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Files() => _folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*" + Suffix));

    private Lease? Load(string path)
    {
        try
        {
            var lease = Lease.FromJson(File.ReadAllText(path));
            if (lease.Version == 1)
                return lease;
            _host.Warning($"{path} was written by a newer version of DbSafety: its lease is not known here.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            _host.Warning($"The lease {path} cannot be read, so whom it keeps out is not known: {error.Message}");
        }

        return null;
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            OwnerOnly.CreateFolder(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DbSafetyException("LeaseNotWritten", ErrorKind.Storage, $"{folder}, which would keep the lease, cannot be made: {error.Message}", error)
            {
                State = "Nothing was changed.",
                NextStep = "Make the folder, or name a project that can be written with --project.",
            };
        }
    }
}
