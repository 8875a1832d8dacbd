using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Forecasts;

/// <summary>What of a forecast goes over the budget of the environment.</summary>
internal static class ForecastBudget
{
    public static IEnumerable<string> Over(IReadOnlyList<LockForecast> forecast, ForecastPolicy budget)
    {
        foreach (var one in forecast)
        {
            if (budget.MaxWaiting is { } waiting && one.Waiting > waiting)
                yield return FormattableString.Invariant($"{one.Migration}, line {one.Line}: about {one.Waiting} sessions would wait for {one.Table} ({one.Mode.Words()}); forecast.maxWaiting is {waiting}.");
            if (budget.MaxBlocked is { } blocked && one.LongestWait > blocked)
                yield return FormattableString.Invariant($"{one.Migration}, line {one.Line}: sessions would wait about {one.LongestWait.TotalSeconds:0.#} s for {one.Table} ({one.Mode.Words()}); forecast.maxBlocked is {blocked.TotalSeconds:0.#} s.");
        }
    }
}
