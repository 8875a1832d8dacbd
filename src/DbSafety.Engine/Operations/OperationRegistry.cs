using System.Reflection;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Operations;

/// <summary>Which operation runs which options: found by the one interface that an operation class implements.</summary>
public static class OperationRegistry
{
    /// <summary>The operation class of each options class.</summary>
    public static IReadOnlyDictionary<Type, Type> All { get; } = typeof(OperationRegistry).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetInterfaces()
            .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IOperation<>))
            .Select(face => (Options: face.GetGenericArguments()[0], Operation: type)))
        .ToDictionary(pair => pair.Options, pair => pair.Operation);

    internal static async Task RunAsync(CommandOptions options, Core.Hosting.IOperationHost host, CancellationToken cancellationToken)
    {
        var operation = Activator.CreateInstance(All[options.GetType()])!;
        var run = typeof(IOperation<>).MakeGenericType(options.GetType()).GetMethod(nameof(IOperation<CommandOptions>.RunAsync))!;
        await (Task)run.Invoke(operation, BindingFlags.DoNotWrapExceptions, null, [options, host, cancellationToken], null)!;
    }
}
