using System.Globalization;
using System.Text;

namespace DbSafety.Benchmarks;

/// <summary>
/// A project with a chain of migrations for an empty database: each makes a table with a foreign key to one of the earlier ones and an
/// index; some add a view, or a column with an index to an earlier table. Every rollback gives back what was there.
/// </summary>
internal static class ChainProject
{
    public static void Write(string folder, string connection, int files)
    {
        foreach (var name in (string[])["migrations", "rollback", "backups", "seeds", "scripts"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, "dbsafety.yaml"), $"version: 1\nname: chain\ntargets:\n  bench:\n    environment: development\n    connection: \"{connection}\"\n");
        for (var i = 1; i <= files; i++)
        {
            var name = i.ToString("0000", CultureInfo.InvariantCulture) + "_step.sql";
            File.WriteAllText(Path.Combine(folder, "migrations", name), Up(i));
            File.WriteAllText(Path.Combine(folder, "rollback", name), Down(i));
        }
    }

    private static string Up(int i)
    {
        var text = new StringBuilder($"CREATE TABLE t{i} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'n{i}', n int CHECK (n > 0));\n");
        if (i > 1)
            text.Append($"ALTER TABLE t{i} ADD COLUMN other bigint REFERENCES t{(i * 7 % (i - 1)) + 1};\nCREATE INDEX ON t{i} (other);\n");
        if (i % 5 == 0)
            text.Append($"CREATE VIEW v{i} AS SELECT a.id, a.name, b.n FROM t{i} a JOIN t{i - 1} b ON b.id = a.other;\n");
        if (i % 7 == 0)
            text.Append($"ALTER TABLE t{i - 3} ADD COLUMN extra{i} text;\nCREATE INDEX t{i - 3}_extra ON t{i - 3} (extra{i});\n");
        return text.Append($"COMMENT ON TABLE t{i} IS 'table {i}';\n").ToString();
    }

    private static string Down(int i) =>
        (i % 5 == 0 ? $"DROP VIEW v{i};\n" : "") + (i % 7 == 0 ? $"ALTER TABLE t{i - 3} DROP COLUMN extra{i};\n" : "") + $"DROP TABLE t{i};\n";
}
