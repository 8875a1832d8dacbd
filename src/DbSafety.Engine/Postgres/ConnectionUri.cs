using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Reads libpq's connection URIs (PostgreSQL documentation, 32.1.1.2).</summary>
internal static class ConnectionUri
{
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw ConnectionText.Invalid("The URI is not well formed; special characters in a password are written as %XX.");

        var builder = new NpgsqlConnectionStringBuilder();
        if (uri.Host.Length > 0)
            builder.Host = Uri.UnescapeDataString(uri.Host).Trim('[', ']');
        if (uri.Port > 0)
            builder.Port = uri.Port;
        if (uri.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        if (uri.UserInfo.Length > 0)
        {
            var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
            builder.Username = Uri.UnescapeDataString(colon < 0 ? uri.UserInfo : uri.UserInfo[..colon]);
            if (colon >= 0)
                builder.Password = Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw ConnectionText.Invalid("A parameter of the URI has no value.");
            Set(builder, Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        return builder;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string key, string value)
    {
        // libpq's parameter names beside Npgsql's for the same thing.
        var name = key switch
        {
            "dbname" => "Database",
            "user" => "Username",
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "sslpassword" => "SSL Password",
            "connect_timeout" => "Timeout",
            "application_name" => "Application Name",
            "options" => "Options",
            "target_session_attrs" => "Target Session Attributes",
            "channel_binding" => "Channel Binding",
            _ => key,
        };
        try
        {
            builder[name] = name is "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw ConnectionText.Invalid($"The URI's parameter '{key}' is not known here, or its value is not one that it takes.");
        }
    }
}
