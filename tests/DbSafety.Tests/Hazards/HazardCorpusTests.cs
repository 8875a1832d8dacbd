using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Hazards;

/// <summary>Small migrations with exactly the hazards that are in them, judged from their text, and held against what PostgreSQL does.</summary>
public sealed class HazardCorpusTests
{
    public static TheoryData<string> Names { get; } = [.. HazardCorpus.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_alone_gives_the_expected_hazards(string name)
    {
        var one = HazardCorpus.All.Single(candidate => candidate.Name == name);
        var hazards = Judging.Judge($"{HazardCorpus.Fixture}\n{one.Before}", one.Migration);
        Assert.Equal(Sorted(one.Expected), Judging.Words(hazards, one.Expected, Judging.Script("m", one.Migration).Script));
        Assert.All(hazards, hazard => Assert.True(hazard.Reason.Length > 10 && hazard.SaferForm.Length > 3, $"{hazard}"));
    }

    [Fact]
    public void Every_rule_that_can_be_seen_in_a_script_has_a_case()
    {
        var told = HazardCorpus.All.SelectMany(one => one.Expected).Select(word => word.Trim('(', ')')[..4]).ToHashSet();
        // LK07 wants a server of 14.0 to 14.3, RB04 is off, DS05 a limit, LK33 a rehearsal (MeasuredHazardTests has both).
        Assert.Equal(["DS05", "LK07", "LK33", "RB04"], HazardRules.Ids.Except(told).Order());
        Assert.True(HazardCorpus.All.Count >= 120);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_database_gives_the_expected_hazards_and_takes_the_locks_that_are_claimed(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var connection = await database.OpenAsync();
        var wrong = new List<string>();
        var isFresh = false;
        foreach (var one in HazardCorpus.All.Where(one => one.Since <= major))
        {
            if (!isFresh || one.Before.Length > 0)
                await RunAsync(connection, $"DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS archive CASCADE; DROP SCHEMA IF EXISTS attic CASCADE; CREATE SCHEMA public; {HazardCorpus.Fixture} {one.Before}");
            var script = Judging.Script("0001_case", one.Migration);
            var facts = await TargetFactsReader.ReadAsync(connection, ScriptChain.Names([script]), CancellationToken.None);
            var judged = Judging.Judge(facts, script);
            var found = Judging.Words(judged.Hazards, one.ExpectedOfDatabase, script.Script);
            if (!found.SequenceEqual(Sorted(one.ExpectedOfDatabase)))
                wrong.Add($"{one.Name}: expected {string.Join(' ', Sorted(one.ExpectedOfDatabase))}, found {string.Join(' ', found)}");
            if (one.Runs)
                wrong.AddRange((await CompareAsync(connection, judged)).Select(difference => $"{one.Name}: {difference}"));
            await RunAsync(connection, "ROLLBACK; RESET ALL");
            // What was one transaction is gone with it.
            isFresh = one.Before.Length == 0 && (!one.Runs || script.Steps is [{ InTransaction: true }]);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Runs the statements, and tells where locks and rewrites are not what was claimed.</summary>
    private static async Task<List<string>> CompareAsync(NpgsqlConnection connection, JudgedScript judged)
    {
        var wrong = new List<string>();
        var tables = await TablesAsync(connection);
        var (claimed, rewritten) = (new Dictionary<uint, LockMode>(), new HashSet<uint>());
        var step = 0;
        try
        {
            foreach (var statement in judged.Statements)
            {
                if (statement.Step.Number != step)
                {
                    await RunAsync(connection, $"{(step == 0 ? "" : "COMMIT;")}{(statement.Step.InTransaction ? "BEGIN" : "")}");
                    step = statement.Step.Number;
                    claimed.Clear();
                }

                await RunAsync(connection, statement.Statement.Text);
                foreach (var claim in statement.Locks.Where(claim => claim.Table.Facts is not null))
                {
                    claimed[claim.Table.Facts!.Oid] = (LockMode)Math.Max((int)claimed.GetValueOrDefault(claim.Table.Facts.Oid), (int)claim.Mode);
                    if (claim.Rewrites && !claim.Table.IsPartitioned)
                        rewritten.Add(claim.Table.Facts.Oid);
                }

                var line = $"statement {judged.Statements.ToList().IndexOf(statement) + 1}";
                if (statement.Step.InTransaction)
                    wrong.AddRange((await LocksAsync(connection, tables, claimed)).Select(difference => $"{line}: {difference}"));
                var really = await RewrittenAsync(connection, tables);
                if (!really.Order().SequenceEqual(rewritten.Order()))
                    wrong.Add($"{line}: rewritten are {Show(really, tables)}, claimed are {Show(rewritten, tables)}");
            }
        }
        catch (PostgresException error)
        {
            wrong.Add($"does not run: {error.MessageText}");
        }

        return wrong;
    }

    private static string Show(IEnumerable<uint> oids, Dictionary<uint, (string Name, uint File, bool IsDependent)> tables) => $"[{string.Join(", ", oids.Select(oid => tables[oid].Name))}]";

    private static async Task<List<string>> LocksAsync(NpgsqlConnection connection, Dictionary<uint, (string Name, uint File, bool IsDependent)> tables, Dictionary<uint, LockMode> claimed)
    {
        var held = new Dictionary<uint, LockMode>();
        await using var command = new NpgsqlCommand("SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted", connection);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var (oid, mode) = (reader.GetFieldValue<uint>(0), LockModes.Of(reader.GetString(1)));
                if (tables.ContainsKey(oid))
                    held[oid] = (LockMode)Math.Max((int)held.GetValueOrDefault(oid), (int)mode);
            }
        }

        // What a statement does to partitions of a table, and to views of it by CASCADE, is told of the table.
        return [.. tables.Where(table => !table.Value.IsDependent || claimed.ContainsKey(table.Key))
            .Select(table => (table.Value.Name, Held: held.GetValueOrDefault(table.Key), Claimed: claimed.GetValueOrDefault(table.Key)))
            .Where(item => item.Held != item.Claimed && (item.Held >= LockMode.ShareUpdateExclusive || item.Claimed >= LockMode.ShareUpdateExclusive))
            .Select(item => $"{item.Name} is locked {item.Held}, claimed was {item.Claimed}")];
    }

    private static async Task<Dictionary<uint, (string Name, uint File, bool IsDependent)>> TablesAsync(NpgsqlConnection connection)
    {
        var tables = new Dictionary<uint, (string, uint, bool)>();
        await using var command = new NpgsqlCommand(
            "SELECT oid, relname::text, relfilenode, relispartition OR relkind = 'm' FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'public'::regnamespace", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            tables[reader.GetFieldValue<uint>(0)] = (reader.GetString(1), reader.GetFieldValue<uint>(2), reader.GetBoolean(3));
        return tables;
    }

    private static async Task<HashSet<uint>> RewrittenAsync(NpgsqlConnection connection, Dictionary<uint, (string Name, uint File, bool IsDependent)> tables)
    {
        var changed = new HashSet<uint>();
        await using var command = new NpgsqlCommand("SELECT oid, relfilenode FROM pg_class WHERE relkind IN ('r', 'm')", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (tables.TryGetValue(reader.GetFieldValue<uint>(0), out var before) && before.File != reader.GetFieldValue<uint>(1))
                changed.Add(reader.GetFieldValue<uint>(0));
        }

        return changed;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        if (sql.Length == 0)
            return;
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> words) => words.Order(StringComparer.Ordinal);
}
