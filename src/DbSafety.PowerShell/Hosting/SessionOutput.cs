using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Results;

namespace DbSafety.PowerShell.Hosting;

/// <summary>An object of a pipeline as the engine takes it: our own results as they are, any other as its properties.</summary>
internal static class SessionOutput
{
    private const int Deepest = 4;

    public static object Of(PSObject item) => item.BaseObject.GetType().Assembly == typeof(ITestedResult).Assembly ? item.BaseObject : Node(item, 0) ?? JsonValue.Create("");

    private static JsonNode? Node(object? value, int depth)
    {
        var wrapped = value as PSObject;
        switch (wrapped?.BaseObject ?? value)
        {
            case null:
                return null;
            case string text:
                return JsonValue.Create(text);
            case bool or int or long or double or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or Enum or short or byte or uint or ulong or float:
                return JsonSerializer.SerializeToNode(wrapped?.BaseObject ?? value, ResultJson.Compact);
            case IDictionary map:
                return depth >= Deepest ? JsonValue.Create(map.ToString()) : new JsonObject(map.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, Node(map[key], depth + 1))));
            case IEnumerable list:
                return depth >= Deepest ? JsonValue.Create(list.ToString()) : new JsonArray([.. list.Cast<object>().Take(1000).Select(entry => Node(entry, depth + 1))]);
            case var other:
                return depth >= Deepest ? JsonValue.Create(other.ToString()) : Properties(wrapped ?? PSObject.AsPSObject(other), depth);
        }
    }

    // A property whose getter fails is one that the object does not have now.
    private static JsonObject Properties(PSObject item, int depth)
    {
        var properties = new JsonObject();
        foreach (var property in item.Properties.Where(property => property.IsGettable))
        {
            try
            {
                properties[property.Name] = Node(property.Value, depth + 1);
            }
            catch (GetValueException)
            {
                properties[property.Name] = null;
            }
        }

        return properties;
    }
}
