using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>Makes a shadow that has the target's schema, rows and sequence positions. The target is only read, in one read-only transaction.</summary>
internal sealed class ShadowBuilder(ShadowServer server, Sessions target, IOperationHost host)
{
    /// <summary>What was brought along.</summary>
    public IReadOnlyList<LoadedTable> Loaded { get; private set; } = [];

    /// <param name="scripts">What will be run on it.</param>
    /// <param name="mostBytes">How much to bring along; 0 for no rows at all.</param>
    public async Task<Shadow> BuildAsync(IReadOnlyList<ScriptPlan> scripts, long mostBytes, CancellationToken cancellationToken)
    {
        await using var reading = await OpenReadOnlyAsync(cancellationToken);
        var name = await server.CreateAsync(target.Database, await ShadowServer.LocaleAsync(reading, cancellationToken), cancellationToken);
        await using var filling = await server.On(name).OpenAsync("rehearsal", cancellationToken);
        await RefuseTargetAsync(reading, filling, cancellationToken);
        if (server.IsThrowAway)
            await ShadowRoles.CopyAsync(reading, filling, cancellationToken);
        await CopySession.ApplyAsync(reading, TimeSpan.FromSeconds(10), cancellationToken);
        var schema = await SchemaReader.ReadAsync(reading, cancellationToken);
        var copy = new ShadowSchema(schema, await MayGiveOwnersAsync(filling, schema, cancellationToken), host);
        await copy.BeforeRowsAsync(filling, cancellationToken);
        var rows = new ShadowRows(reading, filling, host);
        if (mostBytes > 0 && schema.Tables.Count > 0)
            Loaded = await rows.LoadAsync(await RowSelection.ChooseAsync(reading, schema, scripts, mostBytes, cancellationToken), cancellationToken);
        await rows.SetSequencesAsync(schema, cancellationToken);

        await copy.AfterRowsAsync(filling, cancellationToken);
        if (schema.Objects.Count > 0)
            await copy.CompareAsync(filling, cancellationToken);
        await ShadowSchema.CopySettingsAsync(reading, filling, cancellationToken);
        if (Loaded.Count > 0)
            await RunAsync(filling, "ANALYZE", cancellationToken);
        return new Shadow(server, name);
    }

    private async Task<NpgsqlConnection> OpenReadOnlyAsync(CancellationToken cancellationToken)
    {
        var reading = await target.OpenAsync("rehearsal", cancellationToken);
        try
        {
            await RunAsync(reading, "SET default_transaction_read_only = on", cancellationToken);
            await RunAsync(reading, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
            return reading;
        }
        catch
        {
            await reading.DisposeAsync();
            throw;
        }
    }

    // Names can deceive; the cluster's identifier with the database's number cannot.
    private static async Task RefuseTargetAsync(NpgsqlConnection reading, NpgsqlConnection filling, CancellationToken cancellationToken)
    {
        var (one, other) = (await ServerFacts.ReadAsync(reading, cancellationToken), await ServerFacts.ReadAsync(filling, cancellationToken));
        if (one.SystemIdentifier == other.SystemIdentifier && one.DatabaseOid == other.DatabaseOid && one.Database == other.Database)
            throw ShadowErrors.IsTarget(one.Database);
    }

    private static async Task<bool> MayGiveOwnersAsync(NpgsqlConnection filling, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(filling, cancellationToken);
        return facts.IsSuperuser || schema.Objects.Count == 0;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw PostgresErrors.Map(error, "making the shadow", "The target was only read.");
        }
    }
}
