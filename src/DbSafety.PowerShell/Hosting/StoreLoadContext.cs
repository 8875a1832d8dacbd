using System.Reflection;
using System.Runtime.Loader;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Where a kind of backup store lives, with the packages of its service: they bring newer parts of the framework along, which the engine
/// must not get to see.
/// </summary>
internal sealed class StoreLoadContext(string name, string folder, AssemblyLoadContext engine) : AssemblyLoadContext($"DbSafety {name}")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(folder, $"{assemblyName.Name}.dll");
        if (File.Exists(path))
            return LoadFromAssemblyPath(path);
        return assemblyName.Name is "DbSafety.Engine" or "DbSafety.Core" ? engine.LoadFromAssemblyName(assemblyName) : null;
    }
}
