namespace DbSafety.Cli.Arguments;

/// <summary>One word of the command line: an option with perhaps a value behind <c>=</c> or <c>:</c>, or a plain word.</summary>
/// <param name="Text">The word as it was typed.</param>
/// <param name="Option">The option's name without its dashes; null for a plain word.</param>
/// <param name="Value">The value that was attached to the option; null where none was.</param>
internal sealed record Token(string Text, string? Option, string? Value)
{
    /// <summary>Reads the words; after <c>--</c> all are plain.</summary>
    public static IEnumerable<Token> Read(IEnumerable<string> words)
    {
        var plain = false;
        foreach (var word in words)
        {
            if (!plain && word == "--")
                plain = true;
            else
                yield return plain ? new Token(word, null, null) : Read(word);
        }
    }

    // "-5" is a number and "-" is standard input: neither is an option.
    private static Token Read(string word)
    {
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word.StartsWith('-') ? word[1..] : "";
        if (name.Length == 0 || (!char.IsLetter(name[0]) && name != "?"))
            return new Token(word, null, null);
        var end = name.IndexOfAny(['=', ':']);
        return end < 0 ? new Token(word, name, null) : new Token(word, name[..end], name[(end + 1)..]);
    }
}
