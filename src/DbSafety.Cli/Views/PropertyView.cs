using System.Collections;
using System.Globalization;
using System.Reflection;
using DbSafety.Cli.Hosting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

/// <summary>Shows any record: a table of its simple properties, or name and value of each where there is one record only.</summary>
internal sealed class PropertyView(Type type) : IResultView
{
    private readonly PropertyInfo[] _properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public IRenderable Render(IReadOnlyList<object> results, bool many)
    {
        if (!many)
            return Parts.Facts([.. _properties.Select(property => (property.Name, Text(property.GetValue(results[^1]))))]);
        var simple = _properties.Where(property => property.PropertyType == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(property.PropertyType)).ToList();
        var table = Parts.Table([.. simple.Select(property => (property.PropertyType.IsPrimitive && property.PropertyType != typeof(bool) ? ">" : "") + property.Name)]);
        foreach (var result in results)
            table.AddRow([.. simple.Select(property => new Markup(Text(property.GetValue(result)) ?? ""))]);
        return table;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => Parts.Safe(text),
        bool flag => Parts.Yes(flag),
        long count => Units.Count(count),
        int count => Units.Count(count),
        TimeSpan span => Units.Duration(span),
        DateTimeOffset moment => Units.Moment(moment),
        IEnumerable<string> lines => Parts.Safe(string.Join("\n", lines)),
        ICollection items => Units.Count(items.Count),
        IFormattable other => Parts.Safe(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => Parts.Safe(value.ToString()),
    };
}
