using System.Globalization;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Writes when a row references another, with the very operators by which the server checks the foreign key.</summary>
internal static class ForeignKeyMatch
{
    /// <param name="referenced">The alias of the referenced rows.</param>
    /// <param name="referencing">The alias of the referencing rows.</param>
    public static async Task<string> WriteAsync(NpgsqlConnection connection, ForeignKeyModel key, string referenced, string referencing, CancellationToken cancellationToken)
    {
        var operators = await SqlText.TextsAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
            SELECT pg_catalog.quote_ident(n.nspname) || '.' || o.oprname
            FROM pg_catalog.pg_constraint c
            CROSS JOIN LATERAL unnest(c.conpfeqop) WITH ORDINALITY AS e(operator, position)
            JOIN pg_catalog.pg_operator o ON o.oid = e.operator
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
            WHERE c.oid = {key.Key.Oid}
            ORDER BY e.position
            """), cancellationToken);
        return string.Join(" AND ", key.Columns.Select((column, i) =>
            $"{referenced}.{Identifier.Quote(key.ReferencedColumns[i])} OPERATOR({operators[i]}) {referencing}.{Identifier.Quote(column)}"));
    }
}
