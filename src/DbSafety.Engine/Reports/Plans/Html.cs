using System.Net;
using System.Text;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>Texts in HTML.</summary>
internal static class Html
{
    /// <summary>Adds a text whose parts are texts already: nothing in it is formatted by a culture.</summary>
    public static StringBuilder Add(this StringBuilder page, string text) => page.Append(text);

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Code(string text) => $"<pre><code>{Text(text)}</code></pre>";

    public static string Row(string cell, params IEnumerable<string> cells) => $"<tr>{string.Concat(cells.Select(text => $"<{cell}>{Text(text)}</{cell}>"))}</tr>";
}
