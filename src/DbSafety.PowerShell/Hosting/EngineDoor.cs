using System.Reflection;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Opens the door to the engine when it is first used, so that importing the module loads none of it.</summary>
internal static class EngineDoor
{
    private const string RunnerType = "DbSafety.Engine.Operations.OperationRunner";

    // One per process is enough: the runner has no state, and the assemblies cannot be unloaded from under a running command.
    private static readonly Lazy<IOperationRunner> Opened = new(Open);

    public static IOperationRunner Runner => Opened.Value;

    private static IOperationRunner Open()
    {
        var module = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        var folder = Path.Combine(module, "dependencies");
        var engine = Path.Combine(folder, "DbSafety.Engine.dll");
        if (!File.Exists(engine))
        {
            throw new DbSafetyException("EngineNotFound", ErrorKind.Unexpected, $"The module is incomplete: {engine} does not exist.")
            {
                State = "Nothing was changed.",
                NextStep = "Install the module again; in a clone of the project, run 'dotnet build' and import module/bin/DbSafety.",
            };
        }

        var type = new EngineLoadContext(folder).LoadFromAssemblyPath(engine).GetType(RunnerType, throwOnError: true)!;
        return (IOperationRunner)Activator.CreateInstance(type)!;
    }
}
