using System.Collections;
using System.Data;
using System.Data.Common;
using System.Management.Automation;
using System.Security;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Takes what people have at hand where a connection is wanted: text, a URI, a hashtable of keywords, a builder or an open connection of
/// any version of Npgsql, a SecureString, or one of our own objects, whose target is meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTextAttribute : ArgumentTransformationAttribute
{
    private const string Whole = "ConnectionString";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Of(inputData) ?? inputData;

    /// <summary>The connection as text; null for null.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is none, which is said without its text.</exception>
    public static string? Of(object? connection)
    {
        var wrapped = connection as PSObject;
        return (wrapped?.BaseObject ?? connection) switch
        {
            null => null,
            string text => text,
            Uri uri => uri.OriginalString,
            SecureString secret => new System.Net.NetworkCredential("", secret).Password,
            // In PowerShell $builder.ConnectionString = '…' sets a keyword of that name.
            DbConnectionStringBuilder builder => builder.TryGetValue(Whole, out var text) && text is string whole ? whole : builder.ConnectionString,
            IDbConnection { ConnectionString: { } text } => text,
            IDictionary map when map[Whole] is string text => text,
            IDictionary map => Join(map),
            var other => Property(wrapped ?? PSObject.AsPSObject(other), Whole) ?? Property(wrapped ?? PSObject.AsPSObject(other), "Target")
                ?? throw new ArgumentTransformationMetadataException(
                    $"A {other.GetType().Name} is no connection. Give the name of a target, a connection string, a postgres:// URI, a hashtable such as @{{ Host = 'db1'; Database = 'farm' }}, or an object with a ConnectionString or a Target."),
        };
    }

    // The builder puts the quotes that a value needs.
    private static string Join(IDictionary map)
    {
        var builder = new DbConnectionStringBuilder();
        foreach (DictionaryEntry entry in map)
            builder[entry.Key.ToString()!] = entry.Value is SecureString ? Of(entry.Value) : entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
        return builder.ConnectionString;
    }

    private static string? Property(PSObject item, string name) => item.Properties[name]?.Value is string { Length: > 0 } text ? text : null;
}
