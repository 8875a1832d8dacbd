using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>
/// Takes the schema's fingerprint, by which a rollback is measured. Reading a catalog costs the same whatever a migration does, so in
/// a long run, or where it takes long, it is taken at the beginning only.
/// </summary>
internal sealed class Fingerprints(NpgsqlConnection session, int migrations, IOperationHost host)
{
    /// <summary>Of more migrations than these, only the first one's fingerprint is taken.</summary>
    public const int LongRun = 100;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private int _asked;
    private TimeSpan _took;

    /// <summary>The fingerprint before the next migration; null where it is not taken.</summary>
    public async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        if (_asked++ > 0 && (migrations > LongRun || _took > Budget))
            return null;
        var began = host.Time.GetTimestamp();
        var fingerprint = await TryTakeAsync(session, host, cancellationToken);
        _took += host.Time.GetElapsedTime(began);
        return fingerprint;
    }

    /// <summary>The fingerprint now; null, with a warning, where the role may not read what it takes.</summary>
    public static async Task<string?> TryTakeAsync(NpgsqlConnection session, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            return (await SchemaReader.ReadAsync(session, cancellationToken)).Fingerprint;
        }
        catch (Exception error) when ((PostgresErrors.IsDriverError(error) || error is DbSafetyException) && !cancellationToken.IsCancellationRequested && session.FullState == System.Data.ConnectionState.Open)
        {
            host.Warning($"The schema's fingerprint could not be taken, so a rollback cannot be compared with it: {error.Message}");
            return null;
        }
    }
}
