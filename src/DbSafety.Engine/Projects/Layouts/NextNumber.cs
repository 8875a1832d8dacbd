using System.Globalization;
using System.Numerics;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Finds the number of a new migration, in the way in which the existing ones are numbered.</summary>
internal static class NextNumber
{
    /// <summary>A number after all existing ones: one more, or the time where they are times; <paramref name="first"/> where there are none.</summary>
    public static string After(IReadOnlyList<MigrationSource> existing, string first, DateTimeOffset now)
    {
        if (existing.Count == 0)
            return first;
        var last = existing.MaxBy(source => source.Version)!.Version.Text;
        // Of a version with several parts, such as 1_2, the last part goes on.
        var cut = last.LastIndexOfAny(['.', '_', '-']) + 1;
        var (head, number) = (last[..cut], last[cut..]);
        // A name without a number has no next one.
        if (number.Length == 0 || !number.All(char.IsAsciiDigit))
            return Timestamp(now);
        var more = (BigInteger.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture).PadLeft(number.Length, '0');
        return Time(number, now) is { } time && string.CompareOrdinal(time, more) > 0 ? head + time : head + more;
    }

    /// <summary>The number at the beginning of a text, and one more; the whole text where it begins with none, so that what is added comes after it.</summary>
    public static string AfterText(string text)
    {
        var digits = new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        if (digits.Length == 0)
            return text;
        var more = (BigInteger.Parse(digits, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits.Length, '0');
        // 9 and 10 compare as texts the wrong way round.
        return string.CompareOrdinal(more, digits) > 0 ? more : text;
    }

    public static string Timestamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static string? Time(string number, DateTimeOffset now) => number.Length switch
    {
        10 => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        12 => now.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture),
        13 => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        14 => Timestamp(now),
        18 => now.UtcDateTime.ToString("yyyyMMddHHmmssffff", CultureInfo.InvariantCulture),
        17 => now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture),
        _ => null,
    };
}
