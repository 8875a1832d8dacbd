using System.Globalization;

namespace DbSafety.Benchmarks;

/// <summary>The tables that are measured: wide rows of many types, and narrow ones as pgbench has them. The same ones in every run.</summary>
internal static class Rows
{
    private const double WideBytes = 400;
    private const double NarrowBytes = 97;

    /// <summary>One of many small tables, with what such tables have.</summary>
    public static string Table(int number) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE t{number} (
            id bigserial PRIMARY KEY, name text NOT NULL DEFAULT 'x', amount numeric(10,2) CHECK (amount >= 0), made timestamptz DEFAULT now(), other bigint);
        CREATE INDEX ON t{number} (made);
        """);

    public static IReadOnlyList<string> Statements(int megabytes)
    {
        var wide = (long)(megabytes * 1e6 * 2 / 3 / WideBytes);
        var narrow = (long)(megabytes * 1e6 / 3 / NarrowBytes);
        return
        [
            "SELECT setseed(0.5)",
            """
            CREATE TABLE wide (
                id bigint, u uuid, a integer, b integer, c bigint, f double precision, g double precision, n numeric(12,2), t1 text, t2 text,
                t3 text, ts timestamptz, d date, flag boolean, j jsonb, arr integer[], nothing text, st varchar(20))
            """,
            string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO wide
                SELECT i, md5(i::text)::uuid, (random() * 1000000)::integer, i % 1000, (random() * 1e12)::bigint, random(), random() * 1000,
                       (random() * 100000)::numeric(12,2), md5(random()::text), repeat(md5((i % 5000)::text), 2),
                       'customer ' || (i % 10000) || ' of region ' || (i % 50), timestamptz '2024-12-15 14:30:22+00' - i * interval '1 second',
                       date '2024-12-15' - (i % 3000)::integer, i % 3 = 0,
                       jsonb_build_object('k', i % 100, 'name', 'item ' || (i % 777), 'price', round((random() * 100)::numeric, 2)),
                       ARRAY[i % 7, i % 11, i % 13], NULL, 'S' || (i % 20)
                FROM generate_series(1, {wide}) i
                """),
            "CREATE TABLE narrow (aid integer NOT NULL, bid integer, abalance integer, filler char(84))",
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO narrow SELECT i, i / 100000 + 1, 0, '' FROM generate_series(1, {narrow}) i"),
            "ALTER TABLE wide ADD PRIMARY KEY (id)",
            "CREATE INDEX ON wide (a)",
            "CREATE INDEX ON wide (ts)",
            "CREATE INDEX ON wide (st, d)",
            "ALTER TABLE narrow ADD PRIMARY KEY (aid)",
            "VACUUM ANALYZE",
        ];
    }
}
