using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>Writes the clauses of CREATE DATABASE that give a new database the encoding and locale of the connection's own.</summary>
internal static class DatabaseLocale
{
    public static async Task<string> ClausesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var major = connection.PostgreSqlVersion.Major;
        // datlocprovider since 15; its locale is daticulocale in 15 and 16, datlocale since 17; ICU rules since 16.
        var sql = $"""
            SELECT pg_catalog.pg_encoding_to_char(encoding)::text,
                   datcollate::text,
                   datctype::text,
                   {(major >= 15 ? "datlocprovider::text" : "'c'")},
                   {(major >= 17 ? "datlocale::text" : major >= 15 ? "daticulocale::text" : "NULL::text")},
                   {(major >= 16 ? "daticurules::text" : "NULL::text")}
            FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var clauses = $"ENCODING {Identifier.Literal(reader.GetString(0))} LC_COLLATE {Identifier.Literal(reader.GetString(1))} LC_CTYPE {Identifier.Literal(reader.GetString(2))}";
        if (major >= 15 && reader.GetString(3) == "c")
            clauses += " LOCALE_PROVIDER libc";
        if (reader.GetString(3) == "i")
            clauses += $" LOCALE_PROVIDER icu ICU_LOCALE {Identifier.Literal(reader.GetString(4))}";
        if (reader.GetString(3) == "b")
            clauses += $" LOCALE_PROVIDER builtin BUILTIN_LOCALE {Identifier.Literal(reader.GetString(4))}";
        return reader.IsDBNull(5) ? clauses : clauses + $" ICU_RULES {Identifier.Literal(reader.GetString(5))}";
    }
}
