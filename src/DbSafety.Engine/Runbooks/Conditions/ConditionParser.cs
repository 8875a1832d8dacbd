using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>Reads a condition: <c>$output.Passed -and $steps.chosen.Rows -gt 0</c>. <c>-not</c> binds closest, then comparisons, <c>-and</c>, <c>-or</c>.</summary>
internal sealed class ConditionParser
{
    public const string Grammar = "Write values, -eq -ne -gt -ge -lt -le -in -notin, -and -or -not and parentheses, such as: $output.Passed -eq true";

    private const int Deepest = 50;
    private readonly List<ConditionToken> _tokens;
    private readonly SourcePlace _place;
    private int _at;
    private int _depth;

    private ConditionParser(string text, SourcePlace place)
    {
        _tokens = ConditionLexer.Read(text);
        _place = place;
    }

    private ConditionToken Current => _tokens[_at];

    /// <exception cref="ConditionException">It is not a condition.</exception>
    public static Condition Parse(string text, SourcePlace place)
    {
        var parser = new ConditionParser(text, place);
        var condition = parser.Or();
        if (parser.Current.Kind != ConditionTokenKind.End)
            throw parser.Unexpected();
        return condition with { Text = text };
    }

    private Condition Or()
    {
        var left = And();
        while (TakeOperator("-or"))
            left = new BothCondition(left, And(), IsAnd: false);
        return left;
    }

    private Condition And()
    {
        var left = Not();
        while (TakeOperator("-and"))
            left = new BothCondition(left, Not(), IsAnd: true);
        return left;
    }

    private Condition Not()
    {
        if (++_depth > Deepest)
            throw new ConditionException($"The condition is nested more than {Deepest} deep.", "Write it in several steps.");
        try
        {
            if (TakeOperator("-not"))
                return new NotCondition(Not());
            if (Current.Kind == ConditionTokenKind.Open && !IsList())
            {
                _at++;
                var inner = Or();
                Take(ConditionTokenKind.Close);
                return inner;
            }

            return Comparison();
        }
        finally
        {
            _depth--;
        }
    }

    private Condition Comparison()
    {
        var left = Value();
        if (Current.Kind != ConditionTokenKind.Operator || Current.Text is "-and" or "-or")
            return new TruthCondition(left);
        var name = Current.Text;
        if (!Conditions.Comparison.Operators.Contains(name))
            throw new ConditionException($"'{name}' is not an operator. {NearestWord.DidYouMean(name, [.. Conditions.Comparison.Operators, "-and", "-or", "-not"])}".TrimEnd(), Grammar);
        _at++;
        return new Comparison(left, name, name is "-in" or "-notin" ? ListOrValue() : Value());
    }

    private StepValue ListOrValue()
    {
        if (Current.Kind != ConditionTokenKind.Open)
            return Value();
        _at++;
        var items = new List<StepValue>();
        while (Current.Kind != ConditionTokenKind.Close)
        {
            items.Add(Value());
            if (Current.Kind == ConditionTokenKind.Comma)
                _at++;
            else if (Current.Kind != ConditionTokenKind.Close)
                throw Unexpected();
        }

        _at++;
        return new ListValue(items, _place);
    }

    private StepValue Value()
    {
        var token = Current;
        _at++;
        return token.Kind switch
        {
            ConditionTokenKind.Text => new LiteralValue(token.Text, _place),
            ConditionTokenKind.Number => new LiteralValue(Number(token.Text), _place),
            ConditionTokenKind.Reference => Reference(token),
            ConditionTokenKind.Word when token.Text.ToLowerInvariant() is "true" or "false" or "null" => Constant(token.Text),
            ConditionTokenKind.Word => throw new ConditionException($"'{token.Text}' is neither a value nor an operator.", $"Write a text in quotes: '{token.Text}'. A reference begins with a dollar sign."),
            _ => throw Unexpected(token),
        };
    }

    private StepValue Reference(ConditionToken token)
    {
        if (token.Text.ToLowerInvariant() is "true" or "false" or "null")
            return Constant(token.Text);
        return ReferencePath.TryParse(token.Text) is { } path
            ? new ReferenceValue(path, _place)
            : throw new ConditionException($"'${token.Text}' is not a reference.", "Write $inputs.name, $steps.id.Property, $output.Property, $failed or $run.");
    }

    private LiteralValue Constant(string word) => new(word.ToLowerInvariant() switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => null,
    }, _place);

    // 2s and 90min are durations, which are compared as such.
    private static JsonNode Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : Projects.Yaml.Quantity.TrySpan(text, out _) ? JsonValue.Create(text)
        : throw new ConditionException($"'{text}' is neither a number nor a time.", "Write a number such as 10, or a time such as 90s.");

    // "('a', 'b')" is a list where a value is wanted; a list stands to the right of -in only.
    private bool IsList() => Current.Text == "[";

    private bool TakeOperator(string name)
    {
        if (Current.Kind != ConditionTokenKind.Operator || Current.Text != name)
            return false;
        _at++;
        return true;
    }

    private void Take(ConditionTokenKind kind)
    {
        if (Current.Kind != kind)
            throw Unexpected();
        _at++;
    }

    private ConditionException Unexpected() => Unexpected(Current);

    private static ConditionException Unexpected(ConditionToken token) => token.Kind == ConditionTokenKind.End
        ? new ConditionException("The condition ends too early.", Grammar)
        : new ConditionException($"'{token.Text}' at character {token.At + 1} does not belong there.", Grammar);
}
