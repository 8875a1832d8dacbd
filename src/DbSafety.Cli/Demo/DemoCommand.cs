using System.Diagnostics;
using System.Net.Sockets;
using DbSafety.Cli.Demo.Steps;
using DbSafety.Cli.Hosting;
using DbSafety.Cli.Local;
using DbSafety.Core.Errors;
using DbSafety.Engine.Sandbox;
using Spectre.Console;

namespace DbSafety.Cli.Demo;

/// <summary>Shows the procedures on a farm of its own. Everything that it claims, it has checked.</summary>
internal sealed class DemoCommand : ILocalCommand
{
    private static readonly IDemoStep[] Steps =
        [new StartServerStep(), new MakeFarmStep(), new BackUpStep(), new MigrateStep(), new FailStep(), new RestoreStep(), new EmergencyStep(), new RecordsStep()];

    public async Task RunAsync(object options, ConsoleHost host, CancellationToken cancellationToken)
    {
        var demo = (DemoOptions)options;
        using var folder = DemoFolder.Open();
        if (demo.Stop)
        {
            await StopAsync(folder, host, cancellationToken);
            return;
        }

        if (folder.Running() is not null)
        {
            throw new DbSafetyException("DemoRunning", ErrorKind.AlreadyExists, "An earlier demo is still running.")
            {
                State = "Nothing was started.",
                NextStep = "dbsafety demo --stop",
            };
        }

        await ShowAsync(demo, folder, host, cancellationToken);
    }

    private static async Task ShowAsync(DemoOptions demo, DemoFolder folder, ConsoleHost host, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        await using var stage = new DemoStage(demo, host, folder, FarmExample.Find(),
            () => SandboxServer.StartAsync(demo.SandboxVersion, host, cancellationToken));
        for (var i = 0; i < Steps.Length; i++)
        {
            host.Notice("");
            host.Notice($"[bold yellow]{i + 1}/{Steps.Length}  {Steps[i].Title.EscapeMarkup()}[/]");
            await Steps[i].RunAsync(stage, cancellationToken);
        }

        host.Notice("");
        if (demo.Keep)
            await KeepAsync(stage, host);
        else
            await CleanUpAsync(stage);
        host.Notice("");
        var took = host.Time.GetElapsedTime(started);
        host.Notice($"[bold]{stage.Claims.Count} claims, each one checked, in {Units.Duration(took)}.[/] The project with its backups and its log stays in {folder.Project.EscapeMarkup()} until the next demo.");
        if (host.WritesJson)
            host.Write(new DemoReport(stage.Server.Version, stage.Claims, folder.Project, demo.Keep, took));
    }

    private static async Task CleanUpAsync(DemoStage stage)
    {
        await stage.DisposeAsync();
        stage.Claim(!Directory.Exists(stage.Server.Folder) && !await AnswersAsync(stage.Server.Connection.Port) && !FarmApplication.IsRunning(stage.Shop.ProcessId),
            "the server, its files and the web shop are gone");
    }

    private static async Task KeepAsync(DemoStage stage, ConsoleHost host)
    {
        stage.Folder.Remember(new DemoFolder.Kept(stage.Server.Folder, stage.Shop.ProcessId));
        await stage.Server.KeepAsync();
        await stage.Shop.KeepAsync();
        var connection = stage.Server.Connection;
        host.Notice("[bold]The farm goes on.[/]");
        host.Notice($"  The shop    {stage.Shop.Visitor.BaseAddress}");
        host.Notice($"  psql        PGPASSFILE={stage.Server.PasswordFile} psql -h 127.0.0.1 -p {connection.Port} -U postgres farm");
        host.Notice($"  dbsafety    export FARM_DATABASE_URL='{stage.Connection}'");
        host.Notice($"              dbsafety status --project {stage.Folder.Project.EscapeMarkup()}");
        host.Notice("  The end     dbsafety demo --stop");
    }

    private static async Task StopAsync(DemoFolder folder, ConsoleHost host, CancellationToken cancellationToken)
    {
        if (folder.Running() is not { } kept)
        {
            host.Notice("No demo is running.");
            folder.Forget();
            return;
        }

        if (FarmApplication.IsRunning(kept.Application))
        {
            using var shop = Process.GetProcessById(kept.Application);
            shop.Kill();
            await shop.WaitForExitAsync(cancellationToken);
        }

        await SandboxServer.StopKeptAsync(kept.ServerFolder, cancellationToken);
        folder.Forget();
        host.Notice("The demo's server, its files and the web shop are gone.");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
