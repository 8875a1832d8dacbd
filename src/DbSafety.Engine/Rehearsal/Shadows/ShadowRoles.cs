using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>Gives a throw-away server the roles of the target's server: their names, attributes and memberships; no passwords.</summary>
internal static class ShadowRoles
{
    public static async Task CopyAsync(NpgsqlConnection target, NpgsqlConnection shadow, CancellationToken cancellationToken)
    {
        const string Roles = """
            SELECT r.rolname::text, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolbypassrls
            FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_'
            """;
        const string Members = """
            SELECT g.rolname::text, u.rolname::text
            FROM pg_catalog.pg_auth_members m
            JOIN pg_catalog.pg_roles g ON g.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member
            """;
        var statements = new List<string>();
        await using (var command = new NpgsqlCommand(Roles, target))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.GetString(0) == "postgres")
                    continue;
                string Flag(int column, string word) => reader.GetBoolean(column) ? word : "NO" + word;
                statements.Add($"CREATE ROLE {Identifier.Quote(reader.GetString(0))} {Flag(1, "SUPERUSER")} {Flag(2, "INHERIT")} {Flag(3, "CREATEROLE")} "
                    + $"{Flag(4, "CREATEDB")} {Flag(5, "LOGIN")} {Flag(6, "BYPASSRLS")}");
            }
        }

        await using (var command = new NpgsqlCommand(Members, target))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                statements.Add($"GRANT {Identifier.Quote(reader.GetString(0))} TO {Identifier.Quote(reader.GetString(1))}");
        }

        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, shadow);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
