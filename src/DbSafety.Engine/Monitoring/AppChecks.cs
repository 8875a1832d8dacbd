using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Monitoring.Probes;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Monitoring;

/// <summary>Asks the applications whether they can work.</summary>
public static class AppChecks
{
    /// <summary>How many checks run at the same time where nobody says otherwise.</summary>
    public const int AtOnce = 8;

    /// <summary>
    /// Runs the checks side by side and gives their outcomes in the same order. A check that fails, for whatever reason, is an outcome and
    /// no exception; only a cancellation is.
    /// </summary>
    public static async Task<IReadOnlyList<AppHealth>> RunAsync(
        IReadOnlyList<AppCheck> checks, Sessions sessions, IOperationHost host, CancellationToken cancellationToken, int atOnce = AtOnce)
    {
        using var http = new HttpProbe(host.Time);
        using var places = new SemaphoreSlim(atOnce);
        return await Task.WhenAll(checks.Select(check => OneAsync(check, sessions, http, places, host, cancellationToken)));
    }

    private static async Task<AppHealth> OneAsync(
        AppCheck check, Sessions sessions, HttpProbe http, SemaphoreSlim places, IOperationHost host, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var health = await AttemptAsync(check, sessions, http, host, cancellationToken);
                if (health.Passed || attempt >= check.Attempts)
                    return attempt == 1 ? health : health with { Detail = $"{health.Detail} ({attempt} attempts)" };
                host.Verbose($"Check '{check.Name}', attempt {attempt} of {check.Attempts}: {health.Detail}");
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 250 * attempt)), host.Time, cancellationToken);
            }
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<AppHealth> AttemptAsync(
        AppCheck check, Sessions sessions, HttpProbe http, IOperationHost host, CancellationToken cancellationToken)
    {
        var start = host.Time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(check.Timeout);
        bool passed;
        string detail;
        try
        {
            (passed, detail) = check switch
            {
                SqlCheck sql => await SqlProbe.AskAsync(sql, sessions, limit.Token),
                HttpCheck request => await http.AskAsync(request, limit.Token),
                TcpCheck port => await TcpProbe.AskAsync(port, limit.Token),
                CommandCheck command => await CommandProbe.AskAsync(command, limit.Token),
                PrometheusCheck figures => await PrometheusProbe.AskAsync(figures, http, limit.Token),
                _ => (false, $"A check of the kind {check.Kind} is not known."),
            };
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            passed = false;
            detail = limit.IsCancellationRequested ? $"No answer within {check.Timeout.TotalSeconds:0.###} s." : Words(Innermost(error));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new AppHealth(check.Name, check.Kind, passed, host.Time.GetElapsedTime(start), detail);
    }

    // The driver's own message goes over several lines.
    private static string Words(Exception error) => error is Npgsql.PostgresException server ? $"{server.MessageText} ({server.SqlState})" : error.Message;

    private static Exception Innermost(Exception error) => error is Core.Errors.DbSafetyException || error.InnerException is null ? error : Innermost(error.InnerException);
}
