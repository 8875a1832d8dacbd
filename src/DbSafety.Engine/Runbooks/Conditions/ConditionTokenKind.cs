namespace DbSafety.Engine.Runbooks.Conditions;

internal enum ConditionTokenKind
{
    Operator,
    Reference,
    Number,
    Text,
    Word,
    Open,
    Close,
    Comma,
    End,
}
