using System.Runtime.CompilerServices;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Schema;

/// <summary>Arranges databases for the schema tests.</summary>
internal static class SchemaScripts
{
    private const string Roles = """
        DO $$
        DECLARE r text;
        BEGIN
          FOREACH r IN ARRAY ARRAY['dbsafety_test_owner', 'dbsafety_test_reader', 'dbsafety_test_writer', 'dbsafety_test_super', 'dbsafety_test_nobody'] LOOP
            BEGIN
              EXECUTE format('CREATE ROLE %I', r);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
          END LOOP;
          ALTER ROLE dbsafety_test_super SUPERUSER;
        EXCEPTION WHEN OTHERS THEN
          -- Another test made it a superuser at the same moment.
          IF SQLERRM !~ 'concurrently' THEN RAISE; END IF;
        END $$
        """;

    /// <summary>The text of everything.sql, or of another file beside the tests, for one major version.</summary>
    public static string Read(string file, int major, [CallerFilePath] string here = "")
    {
        var lines = new List<string>();
        var runs = true;
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, file)))
        {
            if (line.StartsWith("-- @since ", StringComparison.Ordinal))
                runs = major >= int.Parse(line[10..]);
            else if (line.StartsWith("-- @before ", StringComparison.Ordinal))
                runs = major < int.Parse(line[11..]);
            else if (line == "-- @end")
                runs = true;
            else if (runs)
                lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    public static async Task<TestDatabase> CreateAsync(int major, string sql)
    {
        var database = await TestDatabase.CreateAsync(major, Roles);
        await using var connection = await database.OpenAsync();
        // Each statement of these files ends with a line.
        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // The unused parameter keeps Npgsql from dividing BEGIN ATOMIC bodies at their semicolons.
            await using var command = new NpgsqlCommand(statement, connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 0 });
            try
            {
                await command.ExecuteNonQueryAsync();
            }
            catch (PostgresException error)
            {
                throw new InvalidOperationException(statement, error);
            }
        }

        return database;
    }

    public static async Task<DatabaseSchema> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        return await SchemaReader.ReadAsync(connection, CancellationToken.None);
    }

    public static async Task ApplyAsync(TestDatabase database, IEnumerable<SchemaObject> objects)
    {
        await using var connection = await database.OpenAsync();
        await SchemaApplier.ApplyAsync(connection, objects, withOwnership: true, CancellationToken.None);
    }
}
