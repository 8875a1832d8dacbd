using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace DbSafety.Benchmarks;

/// <summary>
/// The farm's web shop as the database sees it: the statements of examples/farm/app, with its pool and its limits, at a fixed rate whatever
/// the answers take, so that those who queue are counted as customers would feel it: from the moment at which they came. Beside them,
/// every ten seconds, the office reads the orders for six seconds.
/// </summary>
internal sealed class FarmTraffic : IAsyncDisposable
{
    private const string Product = """
        SELECT product.name, product.unit_price::numeric, coalesce((SELECT sum(quantity_on_hand) FROM farm.lots AS lot WHERE lot.product_id = product.product_id AND lot.status = 'available'), 0)
        FROM farm.products AS product
        WHERE product.product_id = $1
        """;

    private const string Order = """
        SELECT sale.order_number, sale.status::text,
               coalesce((to_jsonb(sale) ->> 'total_amount')::numeric, (SELECT sum(line_total) FROM farm.order_lines AS line WHERE line.order_id = sale.order_id), 0)
        FROM farm.orders AS sale
        WHERE sale.order_id = $1
        """;

    private const string Place = """
        WITH sale AS (
            INSERT INTO farm.orders (customer_id, delivery_on) VALUES ($1, (now() AT TIME ZONE 'UTC')::date + 2) RETURNING order_id
        ), share AS (
            SELECT lot.lot_id, lot.product_id, product.unit_price::numeric AS unit_price
            FROM farm.lots AS lot JOIN farm.products AS product USING (product_id)
            WHERE lot.lot_id = (SELECT some.lot_id FROM farm.lots AS some WHERE some.product_id = $2 AND some.status = 'available' AND some.quantity_on_hand >= 1 ORDER BY some.best_before DESC LIMIT 1)
        )
        INSERT INTO farm.order_lines (order_id, line_no, product_id, lot_id, quantity, unit_price)
        SELECT sale.order_id, 1, share.product_id, share.lot_id, 1, share.unit_price FROM sale, share
        """;

    private readonly NpgsqlDataSource _database;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<(TimeSpan At, TimeSpan Took, string? Error)> _requests = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _shop;
    private readonly Task _office;

    public FarmTraffic(string connectionString, int rate)
    {
        // As examples/farm/app/DatabaseAddress.cs sets them.
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "farm-shop", Pooling = true, Timeout = 5, CommandTimeout = 10 });
        _shop = Task.Run(() => ShopAsync(rate));
        _office = Task.Run(() => OfficeAsync(connectionString));
    }

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Ends the traffic, and gives the requests that came in that time: when, how long they took, and what went wrong.</summary>
    public async Task<IReadOnlyList<(TimeSpan At, TimeSpan Took, string? Error)>> EndAsync(TimeSpan from, TimeSpan to)
    {
        await _end.CancelAsync();
        await Task.WhenAll(_shop, _office);
        return [.. _requests.Where(request => request.At >= from && request.At < to).OrderBy(request => request.At)];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_shop, _office);
        await _database.DisposeAsync();
        _end.Dispose();
    }

    private async Task ShopAsync(int rate)
    {
        var open = new List<Task>();
        for (var i = 0; !_end.IsCancellationRequested; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due - _clock.Elapsed is var left && left > TimeSpan.Zero)
                await Task.Delay(left);
            var number = i;
            open.Add(Task.Run(() => RequestAsync(number, due)));
            if (open.Count > 4096)
                open.RemoveAll(task => task.IsCompleted);
        }

        await Task.WhenAll(open);
    }

    private async Task RequestAsync(int number, TimeSpan due)
    {
        string? failure = null;
        try
        {
            await using var command = (number % 20) switch
            {
                < 11 => Command(Product, 1L + number % 40),
                < 16 => Command(Order, 1L + (long)number * 7919 % 100_000),
                _ => Command(Place, 1L + number % 2000, 1L + number * 13L % 40),
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            failure = error is PostgresException server ? $"{server.MessageText} ({server.SqlState})" : error.Message;
        }

        _requests.Add((due, _clock.Elapsed - due, failure));
    }

    private NpgsqlCommand Command(string sql, params long[] values)
    {
        var command = _database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        return command;
    }

    private async Task OfficeAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "farm-office", Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        try
        {
            while (!_end.IsCancellationRequested)
            {
                await using var command = new NpgsqlCommand("SELECT count(*), pg_sleep(6) FROM farm.orders", connection);
                await command.ExecuteNonQueryAsync(_end.Token);
                await Task.Delay(TimeSpan.FromSeconds(4), _end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The measurement is at its end.
        }
    }
}
