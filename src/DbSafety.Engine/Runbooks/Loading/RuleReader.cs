using System.Globalization;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads what is done when a step fails.</summary>
internal static class RuleReader
{
    public static RetryRule? Retry(YamlValues values)
    {
        if (!values.Has("retry"))
            return null;
        var retry = values.Group("retry", "count", "delay", "backoff", "max", "errors");
        var backoff = 1.0;
        if (retry.Text("backoff") is { } text && !(double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out backoff) && backoff is >= 1 and <= 10))
        {
            retry.Invalid(retry.Node("backoff")!, $"{retry.PathOf("backoff")} must be a number from 1 to 10.", "Write by how much each pause is longer than the one before, such as 2.");
            backoff = 1;
        }

        return new RetryRule(
            retry.Number("count", 3, 1, 100),
            retry.Span("delay", TimeSpan.FromSeconds(2)),
            backoff,
            retry.Span("max", TimeSpan.FromMinutes(1)),
            InputReader.Texts(retry, "errors"));
    }

    public static FailureRule OnFailure(YamlValues values)
    {
        if (values.Node("onFailure") is not YamlMap)
            return values.Choice("onFailure", "stop", "stop", "continue") == "continue" ? FailureRule.Continue : FailureRule.Stop;
        var escalation = values.Group("onFailure", "escalate", "with");
        return new FailureRule(false, escalation.RequiredText("escalate", "rollback-failed")) { With = StepReader.Map(escalation, "with") };
    }
}
