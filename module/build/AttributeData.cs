using System.Reflection;

namespace DbSafety.Module;

/// <summary>Reads what an attribute was declared with, without making the attribute.</summary>
internal static class AttributeData
{
    public static CustomAttributeData? Of<TAttribute>(MemberInfo member)
        where TAttribute : Attribute =>
        member.CustomAttributes.FirstOrDefault(data => data.AttributeType == typeof(TAttribute));

    public static bool Has(CustomAttributeData data, string name) => data.NamedArguments.Any(argument => argument.MemberName == name);

    /// <summary>A named argument's value, or the default of its type.</summary>
    public static T? Named<T>(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T?)argument.TypedValue.Value).FirstOrDefault();
}
