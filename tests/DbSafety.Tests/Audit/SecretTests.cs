using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Audit;

/// <summary>Secrets are planted in every input that may hold one, and looked for in everything that a command leaves behind.</summary>
public sealed class SecretTests
{
    // Each in a form of its own, so that the one that leaks is known.
    private static readonly string[] Secrets =
        ["pw-connection-7f3a", "pw-uri-91bc", "pw-variable-55de", "pw-pooler-3e21", "token-query-a8d4", "user-info-c2f9", "pw-tenfold-0b6d", "pw-pgpassword-d417"];

    private readonly List<string> _said = [];

    [Fact]
    public async Task No_secret_is_in_any_event_line_message_result_or_exception()
    {
        await using var roles = new PlantedRoles();
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)");
        await roles.PlantAsync(database, Secrets[0], Secrets[1]);
        var folder = Project(database, roles.Names[0]);
        try
        {
            var uri = $"postgres://{roles.Names[1]}:{Secrets[1]}@{database.Connection.Host}:{database.Connection.Port}/{database.Name}";
            // Such an address is refused, without being repeated.
            var yaml = Path.Combine(folder, "dbsafety.yaml");
            var right = await File.ReadAllTextAsync(yaml);
            await File.WriteAllTextAsync(yaml, right.Replace("http://127", $"http://{Secrets[5]}:x@127", StringComparison.Ordinal));
            Assert.NotNull(await RunAsync(folder, new TestAppHealthOptions { Target = "main" }));
            await File.WriteAllTextAsync(yaml, right);
            Assert.Null(await RunAsync(folder, new InvokeSafeMigrationOptions { Target = "main", Force = true }));
            await RunAsync(folder, new NewLogicalBackupOptions { Target = "main", Table = ["a"] });
            await RunAsync(folder, new RestoreFromBackupOptions { Target = "main", Table = ["a"], Force = true });
            await RunAsync(folder, new SuspendAppConnectionOptions { Target = "main", Force = true, NoTerminate = true });
            await RunAsync(folder, new ResumeAppConnectionOptions { Target = "main", Force = true });
            await RunAsync(folder, new StopAppConnectionOptions { Target = "main", Role = ["nobody"], Force = true });
            await RunAsync(folder, new TestAppHealthOptions { Target = "main" });
            await RunAsync(folder, new UndoSafeMigrationOptions { Target = "main", Last = 1, Force = true });
            await RunAsync(folder, new NewSafetyPlanOptions { Target = "main", NoTraffic = true });
            await RunAsync(folder, new InvokeSafeMigrationOptions { Connection = uri, Force = true });
            await RunAsync(folder, new InvokeSafetyRunbookOptions { Name = "own", Connection = uri, Force = true });
            await RunAsync(folder, new InvokeSafetyRunbookOptions { Name = "own", Target = "variable", Force = true });
            await RunAsync(folder, new NewIncidentReportOptions());
            foreach (var target in (string[])["variable", "broken", "refused", "pooled"])
            {
                await RunAsync(folder, new NewLogicalBackupOptions { Target = target, Table = ["a"] });
                await RunAsync(folder, new SuspendAppConnectionOptions { Target = target, Force = true });
                await RunAsync(folder, new ResumeAppConnectionOptions { Target = target, Force = true });
            }

            await RunAsync(folder, new NewLogicalBackupOptions { Connection = $"postgres://u:{Secrets[1]}@127.0.0.1:1/gone?connect_timeout=2", Table = ["a"] });
            await RunAsync(folder, new NewLogicalBackupOptions { Connection = $"Host=127.0.0.1;Port=1;Password={Secrets[0]};Timeout=2;Bogus={Secrets[6]}", Table = ["a"] });
            await RunAsync(folder, new GetSafetyJournalOptions { Target = "main" });
            await RunAsync(folder, new TestSafetyJournalOptions { Target = "main" });

            _said.AddRange(await TablesAsync(database));
            _said.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "dbsafety.yaml").Select(file => $"{file}: {File.ReadAllText(file)}"));
            Assert.True(_said.Count > 100, "too little was said for this to show anything");
            foreach (var kind in (string[])["health.jsonl", "incident.md", "incident.html", "journal.jsonl", "main.jsonl", "LOG.md", "manifest.json"])
                Assert.Contains(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => file.EndsWith(kind, StringComparison.Ordinal));
            foreach (var secret in Secrets)
                Assert.DoesNotContain(_said, said => said.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project(TestDatabase database, string role)
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-secrets-").FullName;
        foreach (var name in (string[])["migrations", "rollback", "runbooks"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        var at = $"Host={database.Connection.Host};Port={database.Connection.Port};Username={role};Database={database.Name}";
        File.WriteAllText(Path.Combine(folder, "dbsafety.yaml"), $$"""
            version: 1
            name: secrets
            defaultTarget: main
            targets:
              main: { environment: development, connection: "{{at}};Password={{Secrets[0]}}" }
              variable: { environment: development, connectionVariable: VARIABLE }
              broken: { environment: development, connection: "Host=127.0.0.1;Port=1;Timeout=2;Password={{Secrets[6]}}" }
              refused: { environment: development, connection: "Host={{database.Connection.Host}};Port={{database.Connection.Port}};Username=no_such_role;Database={{database.Name}};Password={{Secrets[6]}}" }
              pooled: { environment: development, connection: "{{at}};Password={{Secrets[0]}}", pgbouncer: "Host=127.0.0.1;Port=1;Timeout=2;Username=u;Database=pgbouncer;Password={{Secrets[3]}}" }
            environments:
              development:
                approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
                backup: { required: false }
            checks:
              - { name: gone, http: "http://127.0.0.1:1/health?token={{Secrets[4]}}", timeout: 1s }
            """);
        File.WriteAllText(Path.Combine(folder, "migrations", "0001_b.sql"), "CREATE TABLE b (id int)");
        File.WriteAllText(Path.Combine(folder, "rollback", "0001_b.sql"), "DROP TABLE b");
        File.WriteAllText(Path.Combine(folder, "runbooks", "own.yaml"), "runbook: 1\nname: own\ndescription: Backs up.\nsteps:\n  - step: Back up\n    run: { New-LogicalBackup: { Table: [a] } }\n");
        return folder;
    }

    private async Task<DbSafetyException?> RunAsync(string folder, CommandOptions options)
    {
        options.Project = folder;
        var host = new TestHost { WorkingDirectory = folder };
        host.Environment["VARIABLE"] = $"postgres://u:{Secrets[2]}@127.0.0.1:1/gone?connect_timeout=2";
        host.Environment["PGPASSWORD"] = Secrets[7];
        DbSafetyException? failure = null;
        try
        {
            await new OperationRunner().RunAsync(options, host, default);
        }
        catch (DbSafetyException error)
        {
            failure = error;
            _said.Add($"{error} {error.State} {error.NextStep} {string.Join(' ', error.Detail)}");
        }

        _said.AddRange(host.Messages);
        _said.AddRange(host.Warnings);
        _said.AddRange(host.Steps.Select(step => step.ToString()));
        _said.AddRange(host.Confirmations.Select(one => $"{one} {string.Join(' ', one.Detail ?? [])}"));
        _said.AddRange(host.Results.Select(result => JsonSerializer.Serialize(result, result.GetType(), ResultJson.Compact)));
        return failure;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(TestDatabase database)
    {
        var rows = new List<string>();
        await using var session = await database.OpenAsync();
        foreach (var table in (string[])["journal", "script", "schema_object", "run_event", "version"])
        {
            await using var command = new NpgsqlCommand($"SELECT to_jsonb(t)::text FROM dbsafety.{table} t", session);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
