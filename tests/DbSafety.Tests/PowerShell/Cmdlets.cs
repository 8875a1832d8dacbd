using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Commands;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.Tests.PowerShell;

/// <summary>
/// The cmdlet classes as they are declared. Their attributes are read as data: the PowerShell that stands in for the real one here
/// forgets what an attribute is given.
/// </summary>
internal static class Cmdlets
{
    public static IReadOnlyDictionary<string, Type> All { get; } = typeof(DbSafetyCommand<>).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && Attribute<CmdletAttribute>(type) is not null)
        .ToDictionary(Name);

    public static string Name(Type type)
    {
        var arguments = Attribute<CmdletAttribute>(type)!.ConstructorArguments;
        return $"{arguments[0].Value}-{arguments[1].Value}";
    }

    public static CustomAttributeData? Attribute<TAttribute>(MemberInfo member) =>
        member.CustomAttributes.FirstOrDefault(data => data.AttributeType == typeof(TAttribute));

    public static IReadOnlyList<PropertyInfo> Parameters(Type cmdlet) =>
        [.. cmdlet.GetProperties().Where(property => Attribute<System.Management.Automation.ParameterAttribute>(property) is not null)];

    public static PropertyInfo? Parameter(Type cmdlet, string name) => Parameters(cmdlet).SingleOrDefault(property => property.Name == name);

    /// <summary>The commands, for a theory.</summary>
    public static IEnumerable<object[]> Commands() => CommandCatalog.All.Select(definition => new object[] { definition.Name });

    /// <summary>What an attribute was given under a name; null where it was not.</summary>
    public static object? Given(CustomAttributeData? data, string name) =>
        data?.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => argument.TypedValue.Value).FirstOrDefault();
}
