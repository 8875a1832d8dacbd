using System.Reflection;
using System.Text;

namespace DbSafety.Core.Commands;

/// <summary>One parameter of a command.</summary>
public sealed record ParameterDefinition(PropertyInfo Property, ParameterAttribute Parameter)
{
    /// <summary>The name in PowerShell, such as <c>DataFormat</c>.</summary>
    public string Name => Property.Name;

    /// <summary>The name at a console, such as <c>data-format</c>.</summary>
    public string OptionName => KebabCase(Property.Name);

    /// <summary>The type of one value, without nullable wrapper or array.</summary>
    public Type ValueType
    {
        get
        {
            var type = Property.PropertyType.IsArray ? Property.PropertyType.GetElementType()! : Property.PropertyType;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    /// <summary>True for a parameter that is given without a value.</summary>
    public bool IsSwitch => Property.PropertyType == typeof(bool);

    /// <summary>True for a parameter that takes several values.</summary>
    public bool IsArray => Property.PropertyType.IsArray;

    /// <summary>Turns <c>WhatIf</c> into <c>what-if</c>.</summary>
    public static string KebabCase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
