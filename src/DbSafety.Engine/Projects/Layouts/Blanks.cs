namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Blanks parts of a text without moving the rest.</summary>
internal static class Blanks
{
    /// <summary>Keeps the characters from <paramref name="start"/> up to <paramref name="end"/>, and all line breaks.</summary>
    public static string KeepOnly(string text, int start, int end) => string.Create(text.Length, (text, start, end), static (span, given) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var character = given.text[i];
            span[i] = (i >= given.start && i < given.end) || character is '\n' or '\r' ? character : ' ';
        }
    });

    /// <summary>Blanks the characters from <paramref name="start"/> up to <paramref name="end"/>, except line breaks.</summary>
    public static string Out(string text, int start, int end) => string.Create(text.Length, (text, start, end), static (span, given) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var character = given.text[i];
            span[i] = i < given.start || i >= given.end || character is '\n' or '\r' ? character : ' ';
        }
    });
}
