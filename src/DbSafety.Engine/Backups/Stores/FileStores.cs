using System.Runtime.Loader;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores.Folders;

namespace DbSafety.Engine.Backups.Stores;

/// <summary>Opens the place that a text names.</summary>
public static class FileStores
{
    /// <param name="text">A folder, or a place in an object store.</param>
    /// <param name="host">Says what a relative folder starts from, and has the credentials in its environment.</param>
    /// <exception cref="DbSafetyException"><c>BackupLocationInvalid</c>, <c>BackupStoreNotInstalled</c>, or what is wrong with the credentials.</exception>
    public static IFileStore Open(string text, IOperationHost host) => StoreLocation.IsOne(text)
        ? Open(StoreLocation.Parse(text), host)
        : new FolderStore(Path.GetFullPath(text, host.WorkingDirectory));

    // By name, and from where the engine itself came from, so that nobody loads what nobody uses.
    private static IFileStore Open(StoreLocation location, IOperationHost host)
    {
        var name = $"DbSafety.Stores.{location.Kind}";
        try
        {
            var assembly = AssemblyLoadContext.GetLoadContext(typeof(FileStores).Assembly)!.LoadFromAssemblyName(new System.Reflection.AssemblyName(name));
            var opener = (IFileStoreOpener)Activator.CreateInstance(assembly.GetType($"{name}.Opener", throwOnError: true)!)!;
            return opener.Open(location, host);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            throw new DbSafetyException("BackupStoreNotInstalled", ErrorKind.NotSupported, $"The part that reads and writes {location.Uri.Scheme}:// is not installed, or not whole: {name}.", error)
            {
                State = "Nothing was read and nothing was written.",
                NextStep = "Install the module or the command line again, whole; or keep the backups in a folder: dbsafety backup --path FOLDER",
            };
        }
    }
}
