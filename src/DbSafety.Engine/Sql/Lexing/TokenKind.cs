namespace DbSafety.Engine.Sql.Lexing;

/// <summary>The kinds of token that matter for dividing a script and for reading a statement's first words.</summary>
internal enum TokenKind
{
    /// <summary>A key word or an unquoted name.</summary>
    Word,

    /// <summary><c>"name"</c></summary>
    QuotedName,

    /// <summary><c>U&amp;"name"</c></summary>
    UnicodeName,

    /// <summary><c>'text'</c>, whose backslashes mean something only where standard_conforming_strings is off.</summary>
    String,

    /// <summary><c>E'text'</c>, or <c>'text'</c> where standard_conforming_strings is off.</summary>
    EscapeString,

    /// <summary><c>U&amp;'text'</c></summary>
    UnicodeString,

    /// <summary><c>B'0'</c> and <c>X'0'</c></summary>
    BitString,

    /// <summary><c>$tag$text$tag$</c></summary>
    DollarString,
    Number,

    /// <summary><c>$1</c></summary>
    Parameter,
    Operator,

    /// <summary>One character with a meaning of its own: <c>( ) [ ] , ; . :</c>, or one that no rule knows.</summary>
    Symbol,

    /// <summary><c>-- to the line's end</c>, or <c>/* nested */</c></summary>
    Comment,

    /// <summary>A backslash outside quotes, where psql's commands begin.</summary>
    Backslash,
}
