using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes options as they stand in catalogs, <c>name=value</c>.</summary>
internal static class OptionList
{
    /// <summary>Storage options: <c>fillfactor='70', toast.autovacuum_enabled='false'</c>.</summary>
    public static string Storage(IEnumerable<string>? options, string prefix = "") => Join(options, (name, value) =>
        $"{prefix}{Identifier.Quote(name)}={Identifier.Literal(value)}");

    /// <summary>Options of foreign objects: <c>host 'a', port '5432'</c>.</summary>
    public static string Foreign(IEnumerable<string>? options) => Join(options, (name, value) =>
        $"{Identifier.Quote(name)} {Identifier.Literal(value)}");

    /// <summary>An OPTIONS clause with a space before it, or nothing.</summary>
    public static string ForeignClause(IEnumerable<string>? options) => Foreign(options) is { Length: > 0 } text ? $" OPTIONS ({text})" : "";

    private static string Join(IEnumerable<string>? options, Func<string, string, string> write) => string.Join(", ", (options ?? []).Select(option =>
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? write(option, "") : write(option[..equals], option[(equals + 1)..]);
    }));
}
