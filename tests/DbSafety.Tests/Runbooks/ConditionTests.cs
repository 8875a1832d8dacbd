using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Conditions;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;
using Xunit;

namespace DbSafety.Tests.Runbooks;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("$output.Passed", true)]
    [InlineData("-not $output.Passed", false)]
    [InlineData("$output.passed -eq $true", true)]
    [InlineData("$output.Rows -gt 9", true)]
    [InlineData("$output.Rows -gt '9'", true)]
    [InlineData("'9' -lt '10'", false)]
    [InlineData("$output.State -eq 'APPLIED'", true)]
    [InlineData("$output.State -in ('pending', 'applied')", true)]
    [InlineData("$output.State -notin ['pending', 'failed']", true)]
    [InlineData("$output.Nothing -eq null", true)]
    [InlineData("$output.Nothing", false)]
    [InlineData("$output.Duration -lt 2s", true)]
    [InlineData("$output.Duration -ge 1min", false)]
    [InlineData("$output.Started -lt '2025-01-01'", true)]
    [InlineData("$output.Tables.Count -eq 2 -and $output.Tables[0].Name -eq 'a'", true)]
    [InlineData("$output.Tables[-1].Name -eq 'b'", true)]
    [InlineData("$output.Tables.Name -in ('a')", false)]
    [InlineData("'b' -in $output.Tables.Name", true)]
    [InlineData("$inputs.run -ne 'x' -or $output.Rows -eq 1", true)]
    [InlineData("false -and false -or true", true)]
    [InlineData("false -and (false -or true)", false)]
    [InlineData("$output.Rows -eq -10", false)]
    [InlineData("'it''s' -eq \"it's\"", true)]
    public void A_condition_holds_as_a_PowerShell_user_would_read_it(string text, bool expected) =>
        Assert.Equal(expected, ConditionParser.Parse(text, default).Holds(Scope()));

    [Theory]
    [InlineData("$output.Rows -eqq 3", "Did you mean '-eq'")]
    [InlineData("$output.Rows -gt", "ends too early")]
    [InlineData("$output.Rows 3", "does not belong there")]
    [InlineData("Rows -eq 3", "neither a value nor an operator")]
    [InlineData("'open", "has no end")]
    [InlineData("$output.Rows -eq 3; Remove-Item", "not part of a condition")]
    [InlineData("$(Get-Date)", "not a reference")]
    [InlineData("", "ends too early")]
    [InlineData("3x -eq 3", "neither a number nor a time")]
    public void What_is_no_condition_is_refused_in_words(string text, string expected)
    {
        var error = Assert.Throws<ConditionException>(() => ConditionParser.Parse(text, default));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_that_is_nested_without_end_is_refused()
    {
        var error = Assert.Throws<ConditionException>(() => ConditionParser.Parse(new string('(', 5000) + "true", default));

        Assert.Contains("nested", error.Message, StringComparison.Ordinal);
    }

    private static RunScope Scope() => new RunScope(new JsonObject { ["run"] = "r-1" }, []).With(JsonNode.Parse("""
        { "passed": true, "rows": 10, "state": "applied", "duration": "PT1.5S", "started": "2024-12-15T14:30:22+00:00",
          "nothing": null, "tables": [{ "name": "a" }, { "name": "b" }] }
        """));
}
