using DbSafety.Engine.Projects.Journals;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class ForeignJournalTests
{
    public static TheoryData<string, string, string[], string[], string[], string[]> Tools => new()
    {
        // The tool, its tables, the project's files, and the ids that are applied, failed and unknown.
        {
            "Flyway", """
            CREATE SCHEMA ops;
            CREATE TABLE ops.my_history (installed_rank int NOT NULL PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
                script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
                execution_time int NOT NULL, success boolean NOT NULL);
            INSERT INTO ops.my_history (installed_rank, version, description, type, script, installed_by, execution_time, success) VALUES
                (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', 'ops', 'me', 0, true),
                (1, '1.5', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', 'me', 0, true),
                (2, '2', 'b', 'SQL', 'V2__b.sql', 'me', 1, true),
                (3, '3', 'c', 'SQL', 'V3__c.sql', 'me', 1, true),
                (4, NULL, 'views', 'SQL', 'R__views.sql', 'me', 1, true),
                (5, '3', 'c', 'UNDO_SQL', 'U3__c.sql', 'me', 1, true),
                (6, '4', 'd', 'SQL', 'V4__d.sql', 'me', 1, false),
                (7, '9', 'gone', 'SQL', 'V9__gone.sql', 'me', 1, true);
            """,
            ["migrations/V1__a.sql", "migrations/V1_5__a.sql", "migrations/V2.0__b.sql", "migrations/V3__c.sql", "migrations/V4__d.sql", "migrations/R__views.sql"],
            ["V1__a", "V1_5__a", "V2.0__b", "R__views"], ["V4__d"], ["V9__gone.sql"]
        },
        {
            "DbUp", """
            CREATE TABLE schemaversions (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL);
            INSERT INTO schemaversions (scriptname, applied) VALUES ('Shop.Scripts.0001_a.sql', now()), ('Shop.Scripts.0001_a.sql', now()), ('scripts/0002_b.sql', now()), ('0009_gone.sql', now());
            """,
            ["migrations/0001_a.sql", "migrations/0002_b.sql", "migrations/0003_c.sql"], ["0001_a", "0002_b"], [], ["0009_gone.sql"]
        },
        {
            "dbops", """
            CREATE TABLE "SchemaVersions" (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL, checksum varchar(255), appliedby varchar(255), executiontime bigint);
            INSERT INTO "SchemaVersions" (scriptname, applied, appliedby) VALUES ('0001_a.sql', now(), 'boss');
            """,
            ["migrations/0001_a.sql", "migrations/0002_b.sql"], ["0001_a"], [], []
        },
        {
            "golang-migrate", "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (3, true);",
            ["migrations/1_a.up.sql", "migrations/2_b.up.sql", "migrations/3_c.up.sql", "migrations/10_d.up.sql"], ["1_a", "2_b"], ["3_c"], []
        },
        {
            "dbmate", "CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY); INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240103000000');",
            ["migrations/20240101000000_a.sql", "migrations/20240102000000_b.sql"], ["20240101000000_a"], [], ["20240103000000"]
        },
        {
            "Rails", """
            CREATE TABLE schema_migrations (version varchar PRIMARY KEY); CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY, value varchar);
            INSERT INTO schema_migrations VALUES ('20240101000000');
            """,
            ["migrations/20240101000000_a.sql"], ["20240101000000_a"], [], []
        },
        {
            "goose", """
            CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
            INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (2, false);
            """,
            ["migrations/00001_a.sql", "migrations/00002_b.sql"], ["00001_a"], [], []
        },
        {
            "Prisma", """
            CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text,
                rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
            INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, rolled_back_at) VALUES ('1', '', now(), '20240101000000_a', NULL), ('2', '', NULL, '20240102000000_b', NULL), ('3', '', NULL, '20240103000000_c', now());
            """,
            ["migrations/20240101000000_a/migration.sql", "migrations/20240102000000_b/migration.sql", "migrations/20240103000000_c/migration.sql"], ["20240101000000_a"], ["20240102000000_b"], []
        },
        {
            "Diesel", "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT now()); INSERT INTO __diesel_schema_migrations VALUES ('20240101000000');",
            ["migrations/2024-01-01-000000_a/up.sql", "migrations/2024-01-02-000000_b/up.sql"], ["2024-01-01-000000_a"], [], []
        },
        {
            "node-pg-migrate", "CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL); INSERT INTO pgmigrations (name, run_on) VALUES ('1700000000000_a', now());",
            ["migrations/1700000000000_a.sql", "migrations/1700000000001_b.sql"], ["1700000000000_a"], [], []
        },
        {
            "Liquibase", """
            CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL,
                exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10));
            INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) VALUES ('0001_a', 'me', 'changelog.xml', now(), 1, 'EXECUTED');
            """,
            ["migrations/0001_a.sql"], [], [], ["changelog.xml::0001_a::me"]
        },
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task A_journal_is_known_by_its_columns_and_leads_to_the_projects_files(
        string tool, string sql, string[] files, string[] applied, string[] failed, string[] unknown)
    {
        using var project = new TempProject(files: files);
        await using var database = await TestDatabase.CreateAsync(sql: sql);
        var journal = Assert.Single(await ReadAsync(database));
        Assert.Equal(tool, journal.Tool);
        var match = journal.Match(project.Catalog());
        Assert.Equal(applied, match.Applied.Select(pair => pair.Key.Id));
        Assert.Equal(failed, match.Failed.Select(pair => pair.Key.Id));
        Assert.Equal(unknown, match.Unknown.Select(entry => entry.Name));
        Assert.Equal(failed.Length > 0, journal.Warnings.Any(warning => warning.Contains("not known", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sqitchs_reworked_changes_lead_to_their_own_scripts()
    {
        using var project = new TempProject(files: ["deploy/users@v1.sql", "deploy/users.sql", "deploy/more.sql"])
            .Write("sqitch.plan", "%project=x\nusers 2024-01-01T00:00:00Z A <a@x>\n@v1 2024-01-01T00:00:00Z A <a@x>\nusers [users@v1] 2024-01-02T00:00:00Z A <a@x>\nmore 2024-01-02T00:00:00Z A <a@x>\n");
        await using var database = await TestDatabase.CreateAsync(sql: """
            CREATE SCHEMA sqitch;
            CREATE TABLE sqitch.releases (version real PRIMARY KEY);
            CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, project text NOT NULL, note text NOT NULL DEFAULT '',
                committed_at timestamptz NOT NULL, committer_name text NOT NULL, committer_email text NOT NULL);
            INSERT INTO sqitch.changes VALUES ('1', '', 'users', 'x', '', '2024-02-01', 'Boss', 'b@x');
            """);
        var journal = Assert.Single(await ReadAsync(database));
        Assert.Equal(("Sqitch", "Boss"), (journal.Tool, journal.Entries[0].AppliedBy));
        Assert.Equal(["users@v1"], journal.Match(project.Catalog()).Applied.Select(pair => pair.Key.Id));
        await database.ExecuteAsync("INSERT INTO sqitch.changes VALUES ('2', '', 'users', 'x', '', '2024-02-02', 'Boss', 'b@x')");
        Assert.Equal(["users@v1", "users"], Assert.Single(await ReadAsync(database)).Match(project.Catalog()).Applied.Select(pair => pair.Key.Id));
    }

    [Fact]
    public async Task Tables_of_applications_are_no_journals()
    {
        await using var database = await TestDatabase.CreateAsync(sql: """
            CREATE TABLE releases (version text, dirty boolean, notes text);
            CREATE TABLE documents (id int, version varchar(255));
            CREATE TABLE changes (change_id int, change text);
            """);
        Assert.Empty(await ReadAsync(database));
    }

    [Fact]
    public async Task A_journal_that_the_role_may_not_read_is_told()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");
        var role = $"r_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role}; GRANT {role} TO CURRENT_USER");
        try
        {
            await using var connection = await database.OpenAsync();
            await using (var command = new NpgsqlCommand($"SET ROLE {role}", connection))
                await command.ExecuteNonQueryAsync();
            var journal = Assert.Single(await ForeignJournals.ReadAsync(connection, default));
            Assert.Contains("may not read public.schema_migrations", journal.Warnings[^1], StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    private static async Task<IReadOnlyList<ForeignJournal>> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        return await ForeignJournals.ReadAsync(connection, default);
    }
}
