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
    private static readonly Assembly Core = typeof(IOperationRunner).Assembly;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Core.GetName().Name)
            return Core;

        // What is not in the folder belongs to the framework.
        var path = Path.Combine(folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
