using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>Tells, token by token, whether a semicolon would end the statement here.</summary>
internal sealed class StatementBoundary(string text)
{
    private int _count;
    private Token _previous;
    private RoutineHead _head;

    private enum RoutineHead
    {
        Start,
        Create,
        Or,
        Replace,
        Routine,
        Other,
    }

    /// <summary>How many parentheses are open; the semicolons in them belong to CREATE RULE.</summary>
    public int Depth { get; private set; }

    /// <summary>The outermost parenthesis that is open.</summary>
    public Token Opening { get; private set; }

    /// <summary>The ATOMIC whose body is open: only its own END lets a semicolon end the statement again.</summary>
    public Token? Atomic { get; private set; }

    public bool EndsHere => Depth == 0 && Atomic is null;

    public void Reset() => (_count, _previous, _head, Depth, Atomic) = (0, default, RoutineHead.Start, 0, null);

    public void Add(Token token)
    {
        if (token.IsSymbol(text, '('))
        {
            if (Depth++ == 0)
                Opening = token;
        }
        else if (token.IsSymbol(text, ')'))
        {
            Depth = Math.Max(0, Depth - 1);
        }
        else if (Depth == 0 && token.Kind == TokenKind.Word)
        {
            AddWord(token);
        }

        _previous = token;
        _count++;
    }

    private void AddWord(Token token)
    {
        _head = (_head, _count) switch
        {
            (RoutineHead.Start, 0) when token.IsWord(text, "create") => RoutineHead.Create,
            (RoutineHead.Create, 1) when token.IsWord(text, "or") => RoutineHead.Or,
            (RoutineHead.Or, 2) when token.IsWord(text, "replace") => RoutineHead.Replace,
            (RoutineHead.Create, 1) or (RoutineHead.Replace, 3) when IsRoutine(token) => RoutineHead.Routine,
            (RoutineHead.Routine, _) => RoutineHead.Routine,
            _ => RoutineHead.Other,
        };

        // A body is BEGIN ATOMIC, statements that each end with a semicolon, END. So its END is the one right after a semicolon (or
        // after ATOMIC), which the END of a CASE never is.
        if (Atomic is not null)
        {
            if (token.IsWord(text, "end") && (_previous.IsSymbol(text, ';') || _previous == Atomic))
                Atomic = null;
        }
        else if (_head == RoutineHead.Routine && token.IsWord(text, "atomic") && _previous.IsWord(text, "begin"))
        {
            Atomic = token;
        }
    }

    private bool IsRoutine(Token token) => token.IsWord(text, "function") || token.IsWord(text, "procedure");
}
