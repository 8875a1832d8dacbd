using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Approvals;
using DbSafety.Core.Results.Plans;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>No secret that goes in comes out: not in a plan, an envelope, a row, a line, a result or an exception.</summary>
public sealed class SecretTests
{
    private const string Password = "planted-password-4711";

    [Theory]
    [InlineData("CREATE ROLE r PASSWORD 'planted'", "CREATE ROLE r PASSWORD '…hidden…'")]
    [InlineData("ALTER ROLE r ENCRYPTED PASSWORD E'planted' VALID UNTIL 'infinity'", "ALTER ROLE r ENCRYPTED PASSWORD '…hidden…' VALID UNTIL 'infinity'")]
    [InlineData("CREATE USER MAPPING FOR r SERVER s OPTIONS (user 'u', password 'planted')", "CREATE USER MAPPING FOR r SERVER s OPTIONS (user 'u', password '…hidden…')")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'host=h password=planted' PUBLICATION p", "CREATE SUBSCRIPTION s CONNECTION '…hidden…' PUBLICATION p")]
    [InlineData("SELECT dblink('postgres://u:planted@h/d', 'SELECT 1')", "SELECT dblink('…hidden…', 'SELECT 1')")]
    [InlineData("DO $$ BEGIN CREATE ROLE r PASSWORD 'planted'; END $$", "DO $$ BEGIN CREATE ROLE r PASSWORD '…hidden…'; END $$")]
    [InlineData("UPDATE u SET password = 'planted'", "UPDATE u SET password = '…hidden…'")]
    [InlineData("SET password_encryption = 'scram-sha-256'", "SET password_encryption = 'scram-sha-256'")]
    [InlineData("COMMENT ON COLUMN u.password IS 'hashed'", "COMMENT ON COLUMN u.password IS 'hashed'")]
    public void A_statement_is_shown_without_its_passwords(string statement, string shown) => Assert.Equal(shown, Engine.Sql.SecretText.Hide(statement));

    [Fact]
    public async Task No_planted_secret_is_in_anything_that_comes_out()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var project = bench.Project;
        var role = $"planted_{Guid.NewGuid():N}"[..20];
        project.With("0001_a", "CREATE TABLE a (x int); SELECT 'password=planted-in-a-script'", "DROP TABLE a; SELECT 'password=planted-in-a-script'", "SELECT 'password=planted-in-a-script' <> ''");
        await project.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD '{Password}'");
        try
        {
            project.Through = new NpgsqlConnectionStringBuilder(project.Database.ConnectionString) { Username = role, Password = Password }.ConnectionString;
            var seen = new StringBuilder();
            async Task Do(Func<Task> work)
            {
                try
                {
                    await work();
                }
                catch (DbSafetyException error)
                {
                    seen.AppendLine(error.ToString()).AppendLine(error.State).AppendLine(error.NextStep).AppendJoin('\n', error.Detail);
                }

                seen.AppendJoin('\n', project.Host.Messages).AppendJoin('\n', project.Host.Warnings)
                    .AppendJoin('\n', project.Host.Steps.Select(step => step.ToString()))
                    .AppendJoin('\n', project.Host.Confirmations.Select(item => $"{item} {string.Join(' ', item.Detail ?? [])}"))
                    .AppendJoin('\n', project.Host.Questions.Select(item => $"{item} {string.Join(' ', item.Detail)}"))
                    .AppendJoin('\n', project.Host.Results.Select(result => System.Text.Json.JsonSerializer.Serialize(result, result.GetType(), ResultJson.Compact)));
            }

            await Do(() => project.MigrateAsync());
            await Do(() => project.RunAsync(new NewSafetyPlanOptions { NoTraffic = true }));
            await Do(() => bench.SubmitAsync());
            await Do(() => bench.ApproveAsync("mallory"));
            await Do(() => bench.ApproveAsync("tester"));
            project.Variables["DBSAFETY_KEY_PASSPHRASE"] = "planted-wrong-passphrase";
            await Do(() => bench.ApproveAsync("ada"));
            project.Variables.Remove("DBSAFETY_KEY_PASSPHRASE");
            project.Answer = question => question.IsSecret ? ApprovalBench.Passphrase : "main";
            await Do(() => project.RunAsync(new NewSafetyKeyOptions { Path = "new.pem" }));
            await Do(() => bench.ApproveAsync("ada"));
            await Do(() => project.MigrateAsync());
            await Do(() => bench.StatusAsync());
            project.Through = new NpgsqlConnectionStringBuilder(project.Through) { Password = "planted-wrong-password" }.ConnectionString;
            await Do(() => bench.SubmitAsync());
            Assert.True(await project.ExistsAsync("a"));
            Assert.Contains("approved", seen.ToString(), StringComparison.OrdinalIgnoreCase);

            // The scripts themselves are the project's.
            var scripts = (string[])["migrations", "rollback", "verify"];
            foreach (var file in Directory.EnumerateFiles(project.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".sql" || !scripts.Contains(Path.GetFileName(Path.GetDirectoryName(file)))))
            {
                // Envelopes are read as what they carry too.
                var text = await File.ReadAllTextAsync(file);
                seen.AppendLine(text);
                if (Path.GetFileName(file).Contains(".request-", StringComparison.Ordinal) || Path.GetFileName(file).Contains(".decision-", StringComparison.Ordinal))
                    seen.AppendLine(Encoding.UTF8.GetString(Convert.FromBase64String((string)System.Text.Json.Nodes.JsonNode.Parse(text)!["payload"]!)));
            }

            seen.AppendLine(await project.Database.ScalarAsync<string>("SELECT string_agg(j::text, ' ') FROM dbsafety.journal j"));
            foreach (var secret in (string[])[Password, ApprovalBench.Passphrase, "planted-wrong", "planted-in-a-script", "BEGIN PRIVATE KEY", "BEGIN EC PRIVATE KEY"])
                Assert.DoesNotContain(secret, seen.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await project.Database.ExecuteAsync($"REASSIGN OWNED BY {role} TO CURRENT_USER; DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }
}
