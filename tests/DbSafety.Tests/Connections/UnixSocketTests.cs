using System.Globalization;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Cli;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Connections;

/// <summary>A server that is reached through a socket of the machine, as Debian's is by default.</summary>
public sealed class UnixSocketTests
{
    [SkippableFact]
    public async Task A_socket_in_a_keyword_text_and_in_both_forms_of_a_URI_is_backed_up_through()
    {
        Skip.If(OperatingSystem.IsWindows(), "The throw-away server has no socket in the file system there.");
        var folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        await using var server = await SandboxServer.StartAsync(
            TestServers.Majors[^1], new Dictionary<string, string> { ["unix_socket_directories"] = folder }, new EnvironmentHost(), CancellationToken.None);
        await using (var connection = new NpgsqlConnection(server.Connection.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE TABLE public.items AS SELECT n FROM generate_series(1, 7) n", connection);
            await command.ExecuteNonQueryAsync();
        }

        var password = Uri.EscapeDataString(server.Connection.Password!);
        var port = server.Connection.Port.ToString(CultureInfo.InvariantCulture);
        string[] ways =
        [
            new NpgsqlConnectionStringBuilder { Host = folder, Port = server.Connection.Port, Username = "postgres", Password = server.Connection.Password, Database = "postgres" }
                .ConnectionString + ";TCP Keepalive=true;TCP Keepalive Time=5",
            $"postgres://postgres:{password}@{Uri.EscapeDataString(folder)}:{port}/postgres",
            $"postgresql:///postgres?host={folder}&port={port}&user=postgres&password={password}",
        ];
        foreach (var way in ways)
        {
            var backups = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;
            try
            {
                var run = await CliRun.RunAsync("backup", "--connection", way, "--table", "public.items", "--path", backups, "--no-color", "--prove");
                Assert.True(run.ExitCode == 0, run.Output + run.Error);
                Assert.Contains(" 7 ", run.Output, StringComparison.Ordinal);
            }
            finally
            {
                Directory.Delete(backups, recursive: true);
            }
        }
    }
}
