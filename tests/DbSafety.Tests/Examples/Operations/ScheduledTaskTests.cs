using System.Text.RegularExpressions;
using System.Xml.Linq;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>examples/scheduled-task: the script with the arguments of the task, and the commands of the service.</summary>
public sealed class ScheduledTaskTests : IDisposable
{
    private static readonly XNamespace Tasks = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-nightly-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_task_makes_and_proves_a_backup_and_writes_its_log()
    {
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        var action = XDocument.Load(ExampleFile.Path("scheduled-task/farm-backup.xml")).Root!.Element(Tasks + "Actions")!.Element(Tasks + "Exec")!;
        Assert.Equal("pwsh.exe", action.Element(Tasks + "Command")!.Value);
        var script = Regex.Match(action.Element(Tasks + "Arguments")!.Value, """^-NoProfile -NonInteractive -File "C:\\Backups\\(?<file>[^"]+)" (?<rest>.+)$""");
        var arguments = script.Groups["rest"].Value.Replace(@"C:\Backups\", _folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var variables = new Dictionary<string, string> { ["FARM_DATABASE_URL"] = database.ConnectionString };
        var call = $"& '{ExampleFile.Path($"scheduled-task/{script.Groups["file"].Value}")}' {arguments}";
        var (exitCode, output) = await ToolFolder.PowerShellAsync(call, variables);
        Assert.True(exitCode == 0, output + await LogAsync());
        Assert.NotNull(Assert.Single(await new BackupStore(Path.Combine(_folder, "farm")).ListAsync(new TestHost(), default)).Proven);
        Assert.Contains("Made and proved", await LogAsync(), StringComparison.Ordinal);

        variables["FARM_DATABASE_URL"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Password=secret";
        (exitCode, _) = await ToolFolder.PowerShellAsync($"{call}; exit $LASTEXITCODE", variables);
        Assert.Equal(1, exitCode);
        Assert.Matches("FAILED [A-Za-z]+", await LogAsync());
        Assert.DoesNotContain("secret", await LogAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_service_makes_and_proves_a_backup_and_prunes()
    {
        using var tool = new ToolFolder();
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        var commands = ExampleFile.Read("scheduled-task/farm-backup.service").Split('\n').Where(line => line.StartsWith("ExecStart=/usr/local/bin/", StringComparison.Ordinal))
            .Select(line => Regex.Replace(line["ExecStart=/usr/local/bin/".Length..], @"\$\{(\w+)\}", "\"$$$1\"")).ToList();
        Assert.Equal(2, commands.Count);
        var variables = new Dictionary<string, string> { ["FARM_DATABASE_URL"] = database.ConnectionString, ["STATE_DIRECTORY"] = Path.Combine(_folder, "state") };
        var (exitCode, output) = await tool.ShellAsync(string.Join('\n', commands), _folder, variables);
        Assert.True(exitCode == 0, output);
        Assert.NotNull(Assert.Single(await new BackupStore(Path.Combine(_folder, "state")).ListAsync(new TestHost(), default)).Proven);
        Assert.Contains("OnCalendar=*-*-* 02:30:00", ExampleFile.Read("scheduled-task/farm-backup.timer"), StringComparison.Ordinal);
    }

    private async Task<string> LogAsync() => File.Exists(Path.Combine(_folder, "farm.log")) ? await File.ReadAllTextAsync(Path.Combine(_folder, "farm.log")) : "";
}
