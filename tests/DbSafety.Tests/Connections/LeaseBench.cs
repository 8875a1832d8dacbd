using System.Globalization;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Connections;

/// <summary>A database with an owner and application roles of its own, and the questions that are asked about who may connect to it.</summary>
internal sealed class LeaseBench : IAsyncDisposable
{
    public const string Password = "secret";
    private readonly string _tag = Guid.NewGuid().ToString("N")[..8];

    private LeaseBench(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dbsafety-leases-").FullName;

    public string Owner => $"owner_{_tag}";

    public string Shop => $"shop_{_tag}";

    public string Report => $"Report {_tag}";

    public string Health => $"health_{_tag}";

    /// <summary>The roles of the applications that may connect.</summary>
    public IReadOnlyList<string> Applications => [Shop, Report];

    public string LeaseFolder => Path.Combine(Folder, "dbsafety", "leases");

    public static async Task<LeaseBench> CreateAsync(int major = 18, bool listed = true, NpgsqlConnectionStringBuilder? server = null)
    {
        var bench = new LeaseBench(await TestDatabase.CreateAsync(major, server: server));
        var name = bench.Database.Name;
        foreach (var role in bench.Roles)
            await bench.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD '{Password}'");
        await bench.Database.ExecuteAsync($"ALTER DATABASE {name} OWNER TO {bench.Owner}");
        if (listed)
        {
            // An order that GRANT alone would not give back: roles that hold nothing but CONNECT stand before others.
            await bench.Database.ExecuteAsync($"""
                REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;
                GRANT CONNECT ON DATABASE {name} TO "{bench.Report}";
                GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {bench.Shop} WITH GRANT OPTION;
                GRANT CREATE ON DATABASE {name} TO {bench.Health};
                ALTER DATABASE {name} SET work_mem = '1MB';
                ALTER DATABASE {name} CONNECTION LIMIT 300
                """);
        }

        return bench;
    }

    private string[] Roles => [Owner, Shop, $"\"{Report}\"", Health];

    /// <summary>All that a suspension may touch, as the catalogs have it.</summary>
    public async Task<string> StateAsync() => (await Database.ScalarAsync<string>($"""
        SELECT coalesce(d.datacl::text, 'none') || ' ' || d.datconnlimit || ' '
            || coalesce((SELECT string_agg(s.setrole || s.setconfig::text, ';' ORDER BY s.setrole) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid), '')
            || coalesce((SELECT string_agg(r.rolname || r.rolcanlogin || r.rolconnlimit, ';' ORDER BY r.rolname) FROM pg_roles r WHERE r.rolname LIKE '%\_{_tag}' OR r.rolname LIKE '% {_tag}'), '')
        FROM pg_database d WHERE d.datname = current_database()
        """))!;

    public NpgsqlConnectionStringBuilder As(string role) =>
        new(Database.ConnectionString) { Username = role, Password = Password, Pooling = false, ApplicationName = "app" };

    public async Task<NpgsqlConnection> ConnectAsync(string role)
    {
        var connection = new NpgsqlConnection(As(role).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The error code of a connection attempt; null where it succeeds.</summary>
    public async Task<string?> RefusedAsync(string role)
    {
        try
        {
            await using var connection = await ConnectAsync(role);
            return null;
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    public async Task<(ConnectionLease Lease, TestHost Host)> SuspendAsync(string? role = null, Action<SuspendAppConnectionOptions>? configure = null)
    {
        var options = new SuspendAppConnectionOptions { Connection = ConnectionOf(role), Drain = TimeSpan.Zero };
        configure?.Invoke(options);
        var host = await RunAsync(options);
        return (host.ResultsOf<ConnectionLease>().Single(), host);
    }

    public async Task<IReadOnlyList<ConnectionLease>> ResumeAsync(string? role = null, Action<ResumeAppConnectionOptions>? configure = null)
    {
        var options = new ResumeAppConnectionOptions { Connection = ConnectionOf(role) };
        configure?.Invoke(options);
        return (await RunAsync(options)).ResultsOf<ConnectionLease>();
    }

    public async Task<TestHost> RunAsync(CommandOptions options, TestHost? host = null)
    {
        host ??= new TestHost();
        host.WorkingDirectory = Folder;
        host.Environment["XDG_STATE_HOME"] = Folder;
        await new OperationRunner().RunAsync(options, host, default);
        return host;
    }

    public string ConnectionOf(string? role) => role is null ? Database.ConnectionString : As(role).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await Database.ExecuteAsync($"ALTER DATABASE {Database.Name} OWNER TO CURRENT_USER");
        foreach (var role in Roles)
            await Database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"DROP OWNED BY {role} CASCADE; DROP ROLE {role}"));
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
