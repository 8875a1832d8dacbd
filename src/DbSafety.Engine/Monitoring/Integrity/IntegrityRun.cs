using System.Data;
using System.Globalization;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Monitoring;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>One run of the checks: its session, its time, and what came of it.</summary>
internal sealed class IntegrityRun(Func<CancellationToken, Task<NpgsqlConnection>> open, IReadOnlyList<string> schemas, TimeSpan limit, IOperationHost host) : IAsyncDisposable
{
    private readonly long _start = host.Time.GetTimestamp();
    private string _check = "";
    private bool _spoke;
    private NpgsqlConnection? _session;

    public NpgsqlConnection Session => _session!;

    /// <summary>The driver gives a session up when the server meets damage in it.</summary>
    public bool IsBroken => _session is not { State: ConnectionState.Open };

    /// <summary>How much was found so far.</summary>
    public int Failures { get; private set; }

    public int Major => Session.PostgreSqlVersion.Major;

    /// <summary>A condition on a schema's name in the column <c>n.nspname</c>; its parameter is <see cref="Schemas"/>.</summary>
    public const string InScope = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_t%' AND (cardinality($1::text[]) = 0 OR n.nspname = ANY ($1))";

    public NpgsqlParameter Schemas => new() { Value = schemas.ToArray() };

    private TimeSpan Left => limit - host.Time.GetElapsedTime(_start);

    /// <summary>Runs one probe. What it cannot read is no error of the command, but an outcome.</summary>
    public async Task RunAsync(IIntegrityProbe probe, CancellationToken cancellationToken)
    {
        _check = probe.Name;
        _spoke = false;
        await RecoverAsync(cancellationToken);
        host.Progress(new ProgressReport("Checking", probe.Name, 0, null, "checks"));
        await TryAsync(null, () => probe.RunAsync(this, cancellationToken), cancellationToken);
        if (!_spoke)
            Write(null, IntegrityState.Passed, 0, "There is nothing of the kind.");
    }

    /// <summary>Looks at one object within the time that is left; damage that the server itself meets on the way is a finding.</summary>
    public async Task TryAsync(string? name, Func<Task> look, CancellationToken cancellationToken)
    {
        if (Left <= TimeSpan.Zero)
        {
            Write(name, IntegrityState.NotChecked, 0, "The time was up.");
            return;
        }

        try
        {
            await RecoverAsync(cancellationToken);
            await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SET statement_timeout = {(long)Math.Max(1, Left.TotalMilliseconds)}"), cancellationToken);
            await look();
        }
        catch (PostgresException error) when (error.SqlState.StartsWith("XX00", StringComparison.Ordinal) || error.SqlState is "58P01")
        {
            Write(name, IntegrityState.Failed, 1, $"{error.MessageText} ({error.SqlState}){(error.Hint is { Length: > 0 } hint ? " " + hint : "")}");
        }
        catch (PostgresException error)
        {
            Write(name, IntegrityState.NotChecked, 0, error.SqlState == PostgresErrorCodes.QueryCanceled ? "The time was up." : $"{error.MessageText} ({error.SqlState})");
        }
    }

    public void Failed(string name, long found, string detail) => Write(name, IntegrityState.Failed, found, detail);

    public void NotChecked(string? name, string why) => Write(name, IntegrityState.NotChecked, 0, why);

    /// <summary>Says that so many were looked at, where nothing was found.</summary>
    public void Looked(long count, string what)
    {
        if (!_spoke)
            Write(null, IntegrityState.Passed, count, $"{count.ToString("N0", CultureInfo.InvariantCulture)} {what}.");
    }

    public async Task<IReadOnlyList<object?[]>> RowsAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, Session);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        return rows;
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, Session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Opens the session anew where it was given up.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (!IsBroken)
            return;
        await DisposeAsync();
        _session = await open(cancellationToken);
    }

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Write(string? name, IntegrityState state, long found, string detail)
    {
        _spoke = true;
        Failures += state == IntegrityState.Failed ? 1 : 0;
        host.Write(new IntegrityCheck(_check, name, state, found, detail));
    }
}
