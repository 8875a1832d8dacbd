using System.Globalization;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Reads libpq's connection URIs (PostgreSQL documentation, 32.1.1.2).</summary>
internal static class ConnectionUri
{
    // System.Uri is not asked: it refuses a host that is a socket's folder (%2Fvar%2Frun%2Fpostgresql) and a list of hosts.
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = CutAt(ref rest, rest.IndexOf('?', StringComparison.Ordinal));
        // A password may hold a slash or a question mark that nobody wrote as %XX: where it does, libpq refuses the URI, too.
        var path = CutAt(ref rest, rest.IndexOf('/', StringComparison.Ordinal));
        var at = rest.LastIndexOf('@');
        var credentials = at < 0 ? "" : rest[..at];

        var builder = new NpgsqlConnectionStringBuilder();
        SetHosts(builder, rest[(at + 1)..]);
        if (path.Length > 0)
            builder.Database = Decode(path);
        if (credentials.Length > 0)
        {
            var colon = credentials.IndexOf(':', StringComparison.Ordinal);
            builder.Username = Decode(colon < 0 ? credentials : credentials[..colon]);
            if (colon >= 0)
                builder.Password = Decode(credentials[(colon + 1)..]);
        }

        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw ConnectionText.Invalid("A parameter of the URI has no value.");
            Set(builder, Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
        }

        return builder;
    }

    // What stands after the mark; the text keeps what stands before it.
    private static string CutAt(ref string text, int mark)
    {
        if (mark < 0)
            return "";
        var after = text[(mark + 1)..];
        text = text[..mark];
        return after;
    }

    private static string Decode(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw ConnectionText.Invalid("A percent sign in the URI begins no %XX; it is written as %25 itself.");
        }

        return Uri.UnescapeDataString(text);
    }

    // One host goes without its port, which is a key of its own; of several, each keeps its port.
    private static void SetHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Length == 0)
            return;
        if (hosts.Contains(',', StringComparison.Ordinal))
        {
            builder.Host = string.Join(',', hosts.Split(',').Select(Decode));
            return;
        }

        var closing = hosts.LastIndexOf(']');
        var colon = hosts.IndexOf(':', closing < 0 ? 0 : closing);
        var host = Decode(colon < 0 ? hosts : hosts[..colon]).Trim('[', ']');
        if (host.Length > 0)
            builder.Host = host;
        if (colon < 0 || colon == hosts.Length - 1)
            return;
        if (!ushort.TryParse(hosts[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            throw ConnectionText.Invalid("The URI's port is not a number from 1 to 65535; a colon in a password is written as %3A, an at sign as %40.");
        builder.Port = port;
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
