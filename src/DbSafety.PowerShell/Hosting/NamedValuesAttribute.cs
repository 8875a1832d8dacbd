using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Takes a hashtable where words of the form <c>name=value</c> are wanted: <c>@{ migration = '0012_index' }</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamedValuesAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return data is IDictionary map ? map.Keys.Cast<object>().Select(key => $"{key}={Text(map[key])}").ToArray() : inputData;
    }

    private static string Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };
}
