using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes access control lists as the GRANT and REVOKE that make them from what a new object has.</summary>
internal static class Privileges
{
    // In the order of the letters in an aclitem (src/include/utils/acl.h).
    private static readonly (char Letter, string Name)[] Names =
    [
        ('a', "INSERT"), ('r', "SELECT"), ('w', "UPDATE"), ('d', "DELETE"), ('D', "TRUNCATE"), ('x', "REFERENCES"), ('t', "TRIGGER"),
        ('X', "EXECUTE"), ('U', "USAGE"), ('C', "CREATE"), ('T', "TEMPORARY"), ('c', "CONNECT"), ('s', "SET"), ('A', "ALTER SYSTEM"),
        ('m', "MAINTAIN"),
    ];

    /// <summary>The statements that turn one list into another.</summary>
    /// <param name="target">What the privileges are on: <c>TABLE farm.products</c>.</param>
    /// <param name="all">The letters of all privileges that such an object has on this server.</param>
    /// <param name="owner">The object's owner: what it grants needs no change of session authorization.</param>
    /// <param name="actual">The list as it is; null for the one that a new object has.</param>
    /// <param name="initial">The list that a new object of this owner has.</param>
    /// <param name="column">A quoted column name, for the privileges on that column.</param>
    public static IEnumerable<string> Write(
        string target, string all, string owner, string[]? actual, string[]? initial, string? column = null)
    {
        if (actual is null)
            yield break;
        var suffix = column is null ? "" : $"({column})";
        foreach (var item in (initial ?? []).Except(actual).Select(AclItem.Parse))
            yield return $"REVOKE ALL{suffix} ON {target} FROM {Grantee(item)}";
        foreach (var item in actual.Except(initial ?? []).Select(AclItem.Parse))
        {
            var foreignGrantor = item.Grantor != owner;
            if (foreignGrantor)
                yield return $"SET SESSION AUTHORIZATION {Identifier.Quote(item.Grantor)}";
            if (item.Plain.Length > 0)
                yield return $"GRANT {List(item.Plain, all, suffix)} ON {target} TO {Grantee(item)}";
            if (item.WithOption.Length > 0)
                yield return $"GRANT {List(item.WithOption, all, suffix)} ON {target} TO {Grantee(item)} WITH GRANT OPTION";
            if (foreignGrantor)
                yield return "RESET SESSION AUTHORIZATION";
        }
    }

    /// <summary>The letters of all privileges on a table, which grew in version 17.</summary>
    public static string OnTable(int version) => version >= 170000 ? "arwdDxtm" : "arwdDxt";

    /// <summary>The names of the privileges, or ALL.</summary>
    public static string List(string letters, string all, string suffix = "") =>
        letters.Length == all.Length && all.All(letters.Contains)
            ? "ALL" + suffix
            : string.Join(", ", Names.Where(name => letters.Contains(name.Letter)).Select(name => name.Name + suffix));

    public static string Grantee(AclItem item) => item.Grantee.Length == 0 ? "PUBLIC" : Identifier.Quote(item.Grantee);
}
