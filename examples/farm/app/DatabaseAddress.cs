using Npgsql;

namespace FarmShop;

/// <summary>Reads the address of the database from the environment, and never repeats it in a message: it may hold a password.</summary>
internal static class DatabaseAddress
{
    /// <summary>The connection string; null where the variable is not set or cannot be read.</summary>
    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable("FARM_DATABASE_URL") is { Length: > 0 } text ? Read(text) : null;

    private static string? Read(string text)
    {
        try
        {
            var builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUri(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
            builder.ApplicationName = "farm-shop";
            // A shop window that does not come in five seconds is closed: better to say so than to queue.
            builder.Timeout = 5;
            builder.CommandTimeout = 10;
            return builder.ConnectionString;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host.Trim('[', ']') };
        if (uri.Port > 0)
            builder.Port = uri.Port;
        if (uri.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)))
            Set(builder, Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
        return builder;
    }

    // libpq's words for the few parameters that people put into an address.
    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "host":
                builder.Host = value;
                break;
            case "sslmode":
                builder["SSL Mode"] = value.Replace("-", "", StringComparison.Ordinal);
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "options":
                builder.Options = value;
                break;
        }
    }
}
