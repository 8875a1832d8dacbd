namespace DbSafety.Engine.Projects.Journals;

/// <summary>The tools whose journals are read.</summary>
internal static class ForeignTools
{
    public static IReadOnlyList<ForeignTool> All { get; } =
    [
        new("Flyway", ["installed_rank", "version", "description", "type", "script", "installed_by", "installed_on", "success"], ForeignMatching.Version, """
            SELECT coalesce(version, script), script, installed_on::text, installed_by, success, type IN ('BASELINE', 'SQL_BASELINE')
            FROM (SELECT DISTINCT ON (coalesce(version, script)) *
                  FROM {0}
                  WHERE type <> 'SCHEMA'
                  ORDER BY coalesce(version, script), installed_rank DESC) AS last
            WHERE type NOT LIKE 'UNDO%' AND type <> 'DELETE'
            ORDER BY installed_rank
            """),
        new("dbops", ["schemaversionsid", "scriptname", "applied", "checksum", "appliedby"], ForeignMatching.Name, """
            SELECT scriptname, scriptname, min(applied)::text, min(appliedby), true, false
            FROM {0}
            GROUP BY scriptname
            ORDER BY min(schemaversionsid)
            """),
        // DbUp has no unique key on the name: two runs at once leave two rows.
        new("DbUp", ["schemaversionsid", "scriptname", "applied"], ForeignMatching.Name, """
            SELECT scriptname, scriptname, min(applied)::text, NULL, true, false
            FROM {0}
            GROUP BY scriptname
            ORDER BY min(schemaversionsid)
            """),
        new("golang-migrate", ["version:bigint", "dirty:boolean"], ForeignMatching.Version, """
            SELECT version::text, version::text, NULL, NULL, NOT dirty, true
            FROM {0}
            """)
        {
            NoOtherColumns = true,
            Warning = "golang-migrate keeps one version and no history: everything up to it is taken as applied.",
        },
        new("Rails", ["version:character varying"], ForeignMatching.Version, VersionOnly) { NoOtherColumns = true, Table = "schema_migrations", Companion = "ar_internal_metadata" },
        new("dbmate", ["version:character varying"], ForeignMatching.Version, VersionOnly) { NoOtherColumns = true, Table = "schema_migrations", Companion = "!ar_internal_metadata" },
        new("goose", ["version_id", "is_applied", "tstamp"], ForeignMatching.Version, """
            SELECT version_id::text, version_id::text, tstamp::text, NULL, true, false
            FROM (SELECT DISTINCT ON (version_id) * FROM {0} ORDER BY version_id, id DESC) AS last
            WHERE is_applied AND version_id > 0
            ORDER BY id
            """),
        new("Prisma", ["migration_name", "started_at", "finished_at", "rolled_back_at"], ForeignMatching.Name, """
            SELECT DISTINCT ON (migration_name) migration_name, migration_name, started_at::text, NULL, finished_at IS NOT NULL, false
            FROM {0}
            WHERE rolled_back_at IS NULL
            ORDER BY migration_name, started_at DESC
            """),
        new("sqlx", ["version", "description", "installed_on", "success", "checksum", "execution_time"], ForeignMatching.Version, """
            SELECT version::text, description, installed_on::text, NULL, success, false
            FROM {0}
            ORDER BY version
            """) { Table = "_sqlx_migrations" },
        new("Diesel", ["version", "run_on"], ForeignMatching.Version, """
            SELECT version, version, run_on::text, NULL, true, false
            FROM {0}
            ORDER BY version
            """) { Table = "__diesel_schema_migrations" },
        new("node-pg-migrate", ["id", "name", "run_on"], ForeignMatching.Name, """
            SELECT name, name, run_on::text, NULL, true, false
            FROM {0}
            ORDER BY run_on, id
            """) { NoOtherColumns = true, Table = "pgmigrations" },
        new("Sqitch", ["change_id", "change", "project", "committed_at", "committer_name"], ForeignMatching.Change, """
            SELECT change, change, committed_at::text, committer_name, true, false
            FROM {0}
            ORDER BY committed_at
            """) { Table = "changes", Companion = "releases" },
        new("Atlas", ["version", "description", "applied", "total", "executed_at", "error"], ForeignMatching.Version, """
            SELECT version, version || '_' || description, executed_at::text, NULL, applied = total AND coalesce(error, '') = '', false
            FROM {0}
            WHERE version <> '.atlas_cloud_identifier'
            ORDER BY version
            """),
        new("Liquibase", ["id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum"], ForeignMatching.None, """
            SELECT id, filename || '::' || id || '::' || author, dateexecuted::text, NULL, exectype <> 'FAILED', false
            FROM {0}
            ORDER BY orderexecuted
            """)
        {
            Warning = "Liquibase's change sets are no plain SQL files: name the last migration that the database holds by hand.",
        },
    ];

    private const string VersionOnly = """
        SELECT version, version, NULL, NULL, true, false
        FROM {0}
        ORDER BY version
        """;
}
