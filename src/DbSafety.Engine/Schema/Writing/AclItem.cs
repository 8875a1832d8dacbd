namespace DbSafety.Engine.Schema.Writing;

/// <summary>One entry of an access control list, as <c>aclitemout</c> writes it: <c>grantee=arw*/grantor</c>.</summary>
/// <param name="Grantee">The role; empty for PUBLIC.</param>
/// <param name="Plain">Letters of privileges without grant option.</param>
/// <param name="WithOption">Letters of privileges with grant option.</param>
/// <param name="Grantor">Who gave them.</param>
internal sealed record AclItem(string Grantee, string Plain, string WithOption, string Grantor)
{
    public static AclItem Parse(string text)
    {
        var position = 0;
        var grantee = ReadRole(text, ref position);
        position++; // The equals sign.
        var plain = "";
        var withOption = "";
        while (position < text.Length && text[position] != '/')
        {
            var letter = text[position++];
            if (position < text.Length && text[position] == '*')
            {
                withOption += letter;
                position++;
            }
            else
                plain += letter;
        }

        position++; // The slash.
        return new AclItem(grantee, plain, withOption, ReadRole(text, ref position));
    }

    private static string ReadRole(string text, ref int position)
    {
        var name = "";
        var quoted = false;
        for (; position < text.Length; position++)
        {
            var letter = text[position];
            if (letter == '"')
            {
                // A doubled quote within quotes is one quote of the name.
                if (quoted && position + 1 < text.Length && text[position + 1] == '"')
                    position++;
                else
                {
                    quoted = !quoted;
                    continue;
                }
            }
            else if (!quoted && letter is '=' or '/')
                return name;
            name += letter;
        }

        return name;
    }
}
