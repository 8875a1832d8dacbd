using System.Diagnostics;
using Npgsql;

namespace FarmShop;

/// <summary>Asks the database for what every page of the shop needs.</summary>
internal sealed class HealthProbe(NpgsqlDataSource database)
{
    private const string Query = """
        SELECT current_setting('server_version'),
               (SELECT count(*) FROM farm.products WHERE discontinued_at IS NULL),
               (SELECT count(*) FROM farm.orders),
               (SELECT coalesce(sum(quantity_on_hand), 0) FROM farm.lots WHERE status = 'available'),
               (SELECT count(*) FROM (SELECT FROM farm.stock_movements LIMIT 1) AS movement)
        """;

    public async Task<Health> AskAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await using var command = database.CreateCommand(Query);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new Health(Health.Ok, null, reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetDecimal(3), Elapsed());
        }
        catch (NpgsqlException error)
        {
            return Health.Unavailable(Trouble.Describe(error), Elapsed());
        }

        double Elapsed() => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
    }
}
