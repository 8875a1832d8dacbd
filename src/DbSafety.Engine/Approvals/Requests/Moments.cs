using System.Globalization;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>Moments as the signed statements write them: UTC, to the second.</summary>
internal static class Moments
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static DateTimeOffset Read(string text) => DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
