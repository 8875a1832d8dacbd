namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>A word of a condition.</summary>
/// <param name="Kind"><c>operator reference number text word open close comma end</c>.</param>
/// <param name="Text">The word; of a text without its quotes, of a reference without its <c>$</c>.</param>
/// <param name="At">Where it begins, from 0.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, int At);
