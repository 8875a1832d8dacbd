using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The comment lines by which a tool divides one file into an up and a down script.</summary>
/// <param name="Up">Matches the line that begins the up script.</param>
/// <param name="Down">Matches the line that begins the down script.</param>
/// <param name="NoTransaction">Matches the comment that asks for no transaction; null where the tool has none.</param>
/// <param name="NoTransactionPerSection">That comment stands on the line of the mark, and holds for its section only.</param>
/// <param name="UpWithoutMark">A file without any mark is an up script.</param>
internal sealed record SectionMarks(Regex Up, Regex Down, Regex? NoTransaction, bool NoTransactionPerSection, bool UpWithoutMark)
{
    /// <summary>Where the script of one direction stands: from the end of its mark's line to the other mark or the end. Null where it is missing.</summary>
    public (int Start, int End)? Find(string text, bool up)
    {
        var own = (up ? Up : Down).Match(text);
        var other = (up ? Down : Up).Match(text);
        if (!own.Success && !(up && UpWithoutMark))
            return null;
        var start = own.Success ? own.Index + own.Length : 0;
        return (start, other.Success && other.Index >= start ? other.Index : text.Length);
    }

    /// <summary>The text has a mark that tells which tool it was written for.</summary>
    public bool Marks(string text) => Up.IsMatch(text) || (UpWithoutMark && Down.IsMatch(text));

    /// <summary>The script of that direction asks for no transaction.</summary>
    public bool AsksForNoTransaction(string text, bool up) => NoTransaction is not null
        && NoTransaction.IsMatch(NoTransactionPerSection ? (up ? Up : Down).Match(text).Value : text);
}
