using System.Security.Cryptography;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Sandbox;
using Npgsql;
using Spectre.Console;

namespace DbSafety.Cli.Demo;

/// <summary>What the steps of the demo share, and how they speak.</summary>
internal sealed class DemoStage(DemoOptions options, ConsoleHost console, DemoFolder folder, FarmExample farm, Func<Task<SandboxServer>> startServer) : IAsyncDisposable
{
    public const string Development = "development";
    public const string Production = "production";
    private readonly List<string> _claims = [];
    private bool _ended;

    public DemoFolder Folder { get; } = folder;

    public FarmExample Farm { get; } = farm;

    public DemoHost Host { get; } = new(console, options.Attended, folder.Path);

    public SandboxServer Server { get; private set; } = null!;

    public FarmApplication Shop { get; set; } = null!;

    /// <summary>The set that the backup step made.</summary>
    public string BackupId { get; set; } = "";

    public IReadOnlyList<string> Claims => _claims;

    /// <summary>The farm database; the password stays in its file.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder
    {
        Host = Server.Connection.Host,
        Port = Server.Connection.Port,
        Username = Server.Connection.Username,
        Database = "farm",
        Passfile = Server.PasswordFile,
        Pooling = false,
    }.ConnectionString;

    /// <summary>The role of the web shop, which is no superuser: in an emergency it can be kept out.</summary>
    public string ShopRole => "farm_shop";

    /// <summary>The farm database as the web shop connects to it.</summary>
    public string ShopConnection { get; private set; } = "";

    public async Task StartServerAsync() => Server = await startServer();

    /// <summary>Makes the role of the shop, with a password that nobody sees; what it may do it gets with the farm's own migrations.</summary>
    public async Task MakeShopRoleAsync(CancellationToken cancellationToken)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE ROLE farm_app NOLOGIN; CREATE ROLE {ShopRole} LOGIN PASSWORD '{password}' IN ROLE farm_app", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        ShopConnection = new NpgsqlConnectionStringBuilder(Connection) { Username = ShopRole, Password = password, Passfile = null, Pooling = true }.ConnectionString;
    }

    public void Say(string text) => console.Notice($"  {text.EscapeMarkup()}");

    /// <summary>Claims something that was looked at just now. What does not hold ends the demo.</summary>
    public void Claim(bool holds, string text)
    {
        if (!holds)
        {
            throw new DbSafetyException("DemoClaimFailed", ErrorKind.CheckFailed, $"The demo wanted to show this, and it is not so: {text}")
            {
                State = "The demo's server and shop are being removed.",
                NextStep = "This is a defect of ours. Run it again with --verbose and report what it shows: dbsafety demo --verbose",
            };
        }

        _claims.Add(text);
        console.Notice($"  [green]✓[/] {text.EscapeMarkup()}");
    }

    /// <summary>Runs an operation as the command line does, and shows the line.</summary>
    public async Task<IReadOnlyList<T>> RunAsync<T>(CommandOptions command, string line, CancellationToken cancellationToken)
    {
        console.Notice($"  [blue]$ dbsafety {line.EscapeMarkup()}[/]");
        command.Project = Folder.Project;
        Host.TakeResults<object>();
        await new OperationRunner().RunAsync(command, Host, cancellationToken);
        return Host.TakeResults<T>();
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public Task<DatabaseDigest> DigestAsync(CancellationToken cancellationToken) => DatabaseDigest.ReadAsync(Connection, cancellationToken);

    /// <summary>Runs an operation that ends with an error, as it should here.</summary>
    public async Task<(DbSafetyException Error, IReadOnlyList<T> Results)> FailAsync<T>(CommandOptions command, string line, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync<T>(command, line, cancellationToken);
        }
        catch (DbSafetyException error) when (error.Id != "DemoClaimFailed")
        {
            return (error, Host.TakeResults<T>());
        }

        throw new InvalidOperationException($"dbsafety {line} succeeded, which it should not.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        if (Shop is not null)
            await Shop.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
    }
}
