using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Stores;
using Xunit;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>The runbook of examples/azure-automation, as the sandbox runs it: with the module, a real server, and the emulator of the storage.</summary>
public sealed class AzureAutomationTests
{
    private const string Sql = "CREATE TABLE products (id integer PRIMARY KEY, name text); INSERT INTO products SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 50000) i";

    [SkippableFact]
    public async Task It_backs_up_into_the_storage_within_the_sandbox_without_a_file_and_with_a_stored_credential()
    {
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        var temporary = Directory.CreateTempSubdirectory("dbsafety-sandbox-");
        try
        {
            var variables = new Dictionary<string, string>(bench.Variables) { ["TMPDIR"] = temporary.FullName, ["FARM_PASSWORD"] = database.Connection.Password ?? "none" };
            // What the sandbox has and nobody else: the credentials of the account.
            var command = $$"""
                function Get-AutomationPSCredential([string] $Name) { [pscredential]::new('{{database.Connection.Username}}', (ConvertTo-SecureString $env:FARM_PASSWORD -AsPlainText -Force)) }
                {{Call(bench, database)}} -CredentialName farm-backup -Prove $true
                if ($IsLinux) { Get-Content /proc/self/status | Where-Object { $_ -like 'VmHWM*' } }
                [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name | Where-Object { $_ -like 'Azure.*' -or $_ -like 'DbSafety*' } | ForEach-Object { "loaded $_" }
                """;
            var (exitCode, output) = await ToolFolder.PowerShellAsync(command, variables);
            Assert.True(exitCode == 0, output);
            Assert.Contains("Backed up 1 tables, 50000 rows", output, StringComparison.Ordinal);
            Assert.Contains("and was restored and compared", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Key=", output, StringComparison.Ordinal);
            var set = Assert.Single(await bench.Sets.ListAsync(bench.Host, default));
            Assert.NotNull(set.Proven);

            // The sandbox ends a job at 400 MB of memory, and has 1 GB of disk that is not used.
            if (OperatingSystem.IsLinux())
                Assert.InRange(int.Parse(Regex.Match(output, @"VmHWM:\s+(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture), 1, 400 * 1024);
            Assert.DoesNotContain(temporary.EnumerateFiles("*", SearchOption.AllDirectories), file => file.Name.Contains("backup", StringComparison.OrdinalIgnoreCase) || file.Length > 1 << 20);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Without_a_credential_it_shows_the_server_a_token_of_the_managed_identity()
    {
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        var port = FreePorts.Find(1)[0];
        using var endpoint = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        endpoint.Start();
        var asked = AnswerAsync(endpoint, database.Connection.Password ?? "none");
        var variables = new Dictionary<string, string>(bench.Variables) { ["IDENTITY_ENDPOINT"] = $"http://127.0.0.1:{port}/token", ["IDENTITY_HEADER"] = "of-this-sandbox" };
        var (exitCode, output) = await ToolFolder.PowerShellAsync($"{Call(bench, database)} -Role {database.Connection.Username}", variables);
        Assert.True(exitCode == 0, output);
        Assert.Equal("of-this-sandbox https://ossrdbms-aad.database.windows.net", await asked);
        Assert.Single(await bench.Sets.ListAsync(bench.Host, default));
    }

    [SkippableFact]
    public async Task A_storage_that_refuses_ends_the_job_as_failed_and_tells_no_key()
    {
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE t (id integer)");
        var wrong = Convert.ToBase64String(Encoding.ASCII.GetBytes("not the key of this account"));
        var azurite = await Azurite.GetAsync();
        var variables = new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(azurite.Port).Replace(azurite.Secret, wrong, StringComparison.Ordinal) };
        var command = $"function Get-AutomationPSCredential {{ [pscredential]::new('{database.Connection.Username}', (ConvertTo-SecureString '{database.Connection.Password ?? "none"}' -AsPlainText -Force)) }}\n{Call(bench, database)} -CredentialName x";
        var (exitCode, output) = await ToolFolder.PowerShellAsync(command, variables);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("refused it", output, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, output, StringComparison.Ordinal);
    }

    private static string Call(StoreBench bench, TestDatabase database) =>
        $"& '{ExampleFile.Path("azure-automation/Backup-Database.ps1")}' -Server {database.Connection.Host} -Port {database.Connection.Port} -Database {database.Name} -SslMode Disable -Store '{bench.Location}'";

    private static async Task<string> AnswerAsync(HttpListener endpoint, string token)
    {
        var context = await endpoint.GetContextAsync();
        var bytes = Encoding.UTF8.GetBytes($$"""{"access_token":"{{token}}","token_type":"Bearer"}""");
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
        return $"{context.Request.Headers["X-IDENTITY-HEADER"]} {context.Request.QueryString["resource"]}";
    }
}
