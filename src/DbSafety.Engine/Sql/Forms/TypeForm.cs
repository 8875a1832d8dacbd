namespace DbSafety.Engine.Sql.Forms;

/// <summary>A column's type as the statement writes it.</summary>
/// <param name="Text">The words as written.</param>
/// <param name="Name">The type's own name in PostgreSQL's terms (<c>int4</c> is <c>integer</c>), in lower case, without modifiers.</param>
/// <param name="Modifiers">The numbers in parentheses: length, or precision and scale.</param>
/// <param name="IsArray">It is an array of them.</param>
internal sealed record TypeForm(string Text, string Name, IReadOnlyList<int> Modifiers, bool IsArray)
{
    /// <summary>smallserial, serial and bigserial, which make a sequence, a default and NOT NULL.</summary>
    public bool IsSerial => Name is "smallserial" or "serial" or "bigserial";

    public override string ToString() => Text;
}
