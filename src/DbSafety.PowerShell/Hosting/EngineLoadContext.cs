using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using DbSafety.Core.Hosting;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Where the engine and its packages live. Other modules in the session bring their own Npgsql and YamlDotNet, often other versions;
/// nothing of ours is seen by them, nor of theirs by us. The Core is shared: it is what both sides speak.
/// </summary>
internal sealed class EngineLoadContext(string folder) : AssemblyLoadContext("DbSafety")
{
    private const string StorePrefix = "DbSafety.Stores.";

    private static readonly Assembly Core = typeof(IOperationRunner).Assembly;

    private readonly ConcurrentDictionary<string, StoreLoadContext> _stores = new(StringComparer.OrdinalIgnoreCase);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Core.GetName().Name)
            return Core;
        if (assemblyName.Name?.StartsWith(StorePrefix, StringComparison.Ordinal) == true)
            return Store(assemblyName.Name[StorePrefix.Length..].ToLowerInvariant()).LoadFromAssemblyName(assemblyName);

        // What is not in the folder belongs to the framework.
        var path = Path.Combine(folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private StoreLoadContext Store(string name) => _stores.GetOrAdd(name, store => new StoreLoadContext(store, Path.Combine(folder, "stores", store), this));
}
