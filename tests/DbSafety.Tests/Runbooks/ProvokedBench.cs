using System.Text.RegularExpressions;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Approvals;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>
/// A small farm in production, whose shop works on while it is changed: readers that come and go, orders that come in, and a report that
/// stands in the way when it is told to. Somebody signs for each change beforehand, or answers at the console.
/// </summary>
internal sealed class ProvokedBench : IAsyncDisposable
{
    private const string Farm = """
        CREATE TABLE growers (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE products (id int PRIMARY KEY, grower int NOT NULL REFERENCES growers, name text NOT NULL CHECK (name <> ''));
        CREATE TABLE lots (id int PRIMARY KEY, product int NOT NULL REFERENCES products, quantity int NOT NULL DEFAULT 0 CHECK (quantity >= 0));
        CREATE INDEX lots_product ON lots (product);
        CREATE INDEX products_name ON products (name);
        CREATE VIEW shelf AS SELECT p.name, g.name AS grower FROM products p JOIN growers g ON g.id = p.grower;
        CREATE TABLE visits (at timestamptz NOT NULL DEFAULT clock_timestamp());
        INSERT INTO growers SELECT i, 'grower ' || i FROM generate_series(1, 20) i;
        INSERT INTO products SELECT i, 1 + i % 20, 'product ' || i FROM generate_series(1, 300) i;
        INSERT INTO lots SELECT i, 1 + i % 300, i % 9 FROM generate_series(1, 600) i;
        -- A migration fails when the report has begun to read; until then it is half done.
        CREATE FUNCTION fail_when_the_report_reads() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            -- A shadow has no visitors, and no report to wait for.
            IF NOT EXISTS (SELECT FROM visits) THEN
                RETURN;
            END IF;
            WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'report' AND state = 'idle in transaction') LOOP
                PERFORM pg_sleep(0.02);
                PERFORM pg_stat_clear_snapshot();
            END LOOP;
            RAISE EXCEPTION 'the price of parsley is below zero' USING ERRCODE = 'check_violation';
        END $$;
        """;

    private static readonly string[] Tables = ["growers", "products", "lots"];

    private readonly CancellationTokenSource _closing = new();
    private readonly string _shop = $"shop_{Guid.NewGuid():N}"[..20];
    private Task[] _load = [];
    private int _served;

    private ProvokedBench(ApprovalBench approvals) => Approvals = approvals;

    public ApprovalBench Approvals { get; }

    public TestDatabase Database => Approvals.Project.Database;

    public string Folder => Approvals.Project.Folder;

    public string Health { get; } = $"health_{Guid.NewGuid():N}"[..20];

    public string Access { get; private set; } = "";

    /// <param name="attended">A person at the console is asked; else signatures count, and nobody is there.</param>
    public static async Task<ProvokedBench> CreateAsync(bool attended)
    {
        var how = attended ? "prompt" : "{ how: signed, roles: [dba] }";
        var policy = $$"""
                approvals: { firstModification: none, majorMigration: none, productionDeployment: {{how}}, afterRollback: {{(attended ? "prompt" : "none")}} }
                limits: { lockTimeout: 1s, lockAttempts: 3, runLockWait: 1ms }
            """;
        var bench = new ProvokedBench(await ApprovalBench.CreateAsync(policy, Farm, people: "checks: [{ name: the shelf is full, sql: SELECT count(*) = 300 FROM shelf }]"));
        // The bench of approvals has a migration of its own, which is none of the farm's.
        foreach (var folder in new[] { "migrations", "rollback", "verify" })
            File.Delete(bench.Approvals.Project.PathOf(folder, "0001_a"));
        if (attended)
            bench.Approvals.Project.Answer = bench.Answer;
        await bench.Database.ExecuteAsync($"""
            CREATE ROLE {bench._shop} LOGIN PASSWORD 'secret'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {bench._shop}; GRANT INSERT ON visits TO {bench._shop};
            CREATE ROLE {bench.Health} LOGIN PASSWORD 'secret'; GRANT CONNECT ON DATABASE {bench.Database.Name} TO {bench._shop}, {bench.Health}
            """);
        bench.Access = await bench.ReadAccessAsync();
        return bench;
    }

    /// <summary>What the person at the console was asked, with the answer.</summary>
    public List<string> Answers { get; } = [];

    /// <summary>Opens the shop: from now on there is load.</summary>
    public async Task OpenAsync()
    {
        _load = [.. Enumerable.Range(0, 4).Select(_ => ServeAsync(_closing.Token))];
        await ServesAsync();
    }

    /// <summary>Waits for the next visitor who is served.</summary>
    public async Task ServesAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var served = Volatile.Read(ref _served);
        while (Volatile.Read(ref _served) == served)
            await Task.Delay(20, limit.Token);
    }

    /// <summary>The rows of every table and the definition of every object, as the engine compares them.</summary>
    public async Task<string> StateAsync()
    {
        await using var session = await Database.OpenAsync();
        var objects = (await SchemaReader.ReadAsync(session, default)).Objects.Where(item => !item.Identity.ToString()!.Contains("dbsafety", StringComparison.Ordinal));
        var lines = objects.Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal).ToList();
        foreach (var table in Tables)
            lines.Add($"{table}: {await Database.ScalarAsync<string>($"SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY id)) FROM {table} t")}");
        return string.Join('\n', lines);
    }

    public async Task<string> ReadAccessAsync() => await Database.ScalarAsync<string>("SELECT coalesce(datacl::text, 'none') || ' ' || datconnlimit FROM pg_database WHERE datname = current_database()") ?? "";

    // It holds its lock until it is let go.
    private async Task<NpgsqlConnection> BeginReportAsync()
    {
        var session = await ConnectAsync("report");
        await using var read = new NpgsqlCommand("BEGIN; SELECT count(*) FROM products", session);
        await read.ExecuteNonQueryAsync();
        return session;
    }

    /// <summary>The report begins as soon as there is such a row, and ends when the run has seen who waits for it.</summary>
    public async Task StandInTheWayAsync(string row)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await Database.ScalarAsync<bool>($"SELECT EXISTS ({row})"))
            await Task.Delay(20, limit.Token);
        await using var report = await BeginReportAsync();
        while (!Runs.Any(run => HealthRecords.Read(run).Any(item => item.Blocked.Any(blocked => blocked.Blockers.Any(blocker => blocker.Contains("report", StringComparison.Ordinal))))))
            await Task.Delay(50, limit.Token);
    }

    public IEnumerable<string> Runs => Directory.Exists(Path.Combine(Folder, "runs")) ? Directory.GetDirectories(Path.Combine(Folder, "runs")) : [];

    /// <summary>Applies what is pending, with a signature or an answer for it.</summary>
    public async Task<DbSafetyException?> MigrateAsync()
    {
        if (Approvals.Project.Answer is null)
            await Approvals.ApprovedAsync("ada");
        try
        {
            await Approvals.Project.MigrateAsync();
            return null;
        }
        catch (DbSafetyException error)
        {
            return error;
        }
    }

    /// <summary>Signs for a command beforehand: it is refused, and leaves the plan that ada signs.</summary>
    public async Task SignForAsync(CommandOptions options)
    {
        var before = Directory.Exists(Approvals.Plans) ? Approvals.Files("*.json") : [];
        Assert.Equal("ApprovalNeeded", (await Assert.ThrowsAsync<DbSafetyException>(() => Approvals.Project.RunAsync(options))).Id);
        var plan = Path.GetFileName(Approvals.Files("*.json").Except(before).Single());
        await Approvals.SubmitAsync(submit => submit.Plan = plan);
        await Approvals.ApproveAsync("ada", approve => approve.Plan = plan);
    }

    /// <summary>Carries out a runbook; the run's own outcome is given, whatever error the command ends with.</summary>
    public Task<SafetyRun> RunAsync(string name, params string[] inputs) => RunAsync(new InvokeSafetyRunbookOptions { Name = name, InputValue = inputs, Force = true });

    /// <summary>Ada signs for what a run waits for, and it goes on.</summary>
    public async Task<SafetyRun> SignAndResumeAsync(SafetyRun run)
    {
        var plan = Regex.Match(run.Question ?? "", @"plans/([^\s;]+\.json)").Groups[1].Value;
        await Approvals.SubmitAsync(submit => submit.Plan = plan);
        await Approvals.ApproveAsync("ada", approve => approve.Plan = plan);
        return await RunAsync(new ResumeSafetyRunOptions { RunId = run.RunId, Force = true });
    }

    private async Task<SafetyRun> RunAsync(CommandOptions options)
    {
        try
        {
            await Approvals.Project.RunAsync(options);
        }
        catch (DbSafetyException) when (Approvals.Project.Host.Results.Count > 0)
        {
            // The run says how it ended.
        }

        return Assert.Single(Approvals.Project.Host.ResultsOf<SafetyRun>());
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_load);
        _closing.Dispose();
        await Database.ExecuteAsync($"DROP OWNED BY {_shop}, {Health} CASCADE; DROP ROLE {_shop}, {Health}");
        await Approvals.DisposeAsync();
    }

    private string Answer(Question question)
    {
        var answer = question switch
        {
            { Choices: ["no", "yes"] } => "yes",
            { Text: "owner" } => "Ann",
            { Text: "due" } => "Friday",
            { Text: "followUp" } => "mend the rollback script",
            _ when question.Text.StartsWith("Type the target's name", StringComparison.Ordinal) => "main",
            _ => throw new InvalidOperationException($"Nobody expected the question: {question.Title}: {question.Text}"),
        };
        lock (Answers)
            Answers.Add($"{question.Title}: {question.Text} {answer}");
        return answer;
    }

    private async Task<NpgsqlConnection> ConnectAsync(string application)
    {
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = _shop, Password = "secret", ApplicationName = application, Pooling = false }.ConnectionString);
        await session.OpenAsync();
        return session;
    }

    // A visitor looks at the shelf and leaves a trace; whoever is turned away comes again.
    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var session = await ConnectAsync("shop");
                await using var visit = new NpgsqlCommand("BEGIN; SELECT count(*) FROM products; SELECT pg_sleep(0.01); INSERT INTO visits DEFAULT VALUES; COMMIT", session);
                await visit.ExecuteNonQueryAsync(cancellationToken);
                Interlocked.Increment(ref _served);
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
            {
                await Task.Delay(20, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
