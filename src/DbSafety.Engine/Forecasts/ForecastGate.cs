using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Forecasts;

/// <summary>Refuses a run whose forecast goes over the budget of the environment. Where there is no budget, nothing is watched.</summary>
internal static class ForecastGate
{
    /// <exception cref="DbSafetyException"><c>ForecastOverBudget</c>.</exception>
    public static async Task PassAsync(NpgsqlConnection session, IReadOnlyList<JudgedScript> judged, EnvironmentPolicy policy, IOperationHost host, CancellationToken cancellationToken)
    {
        if (policy.Forecast is { MaxWaiting: null, MaxBlocked: null })
            return;
        var traffic = await TrafficReader.WatchAsync(session, LockedTables(judged), policy.Forecast.Sample, host, cancellationToken);
        var over = ForecastBudget.Over(LockForecaster.Of(judged, new Dictionary<string, ScriptTrace>(), traffic, policy.Limits), policy.Forecast).ToList();
        if (over.Count == 0)
            return;
        throw new DbSafetyException("ForecastOverBudget", ErrorKind.Refused, over.Count == 1 ? over[0] : $"{over.Count} locks would make others wait too long; the first: {over[0]}")
        {
            State = "Nothing was changed.",
            NextStep = $"Run it when less is going on, write the safer forms (dbsafety lint), or raise the budget of {policy.Name} in dbsafety.yaml.",
            Detail = over,
        };
    }

    /// <summary>Tables that were there before and that are locked against writers.</summary>
    public static IReadOnlyCollection<uint> LockedTables(IReadOnlyList<JudgedScript> judged) =>
        judged.SelectMany(script => script.Statements).SelectMany(statement => statement.LocksOfExisting)
            .Where(claim => claim.Mode.BlocksWrites() && claim.Table.Facts is not null).Select(claim => claim.Table.Facts!.Oid).ToHashSet();
}
