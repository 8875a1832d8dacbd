using System.Globalization;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The place of a migration in the order: by numbers (2 before 10, 1.2 before 1.10), by text, or by position in a plan.</summary>
public sealed class MigrationVersion : IComparable<MigrationVersion>, IEquatable<MigrationVersion>
{
    // The numbers without leading zeros, and without trailing zero parts; null where the text itself is compared.
    private readonly string[]? _numbers;
    private readonly string _order;

    private MigrationVersion(string text, string[]? numbers, string? order = null)
    {
        Text = text;
        _numbers = numbers;
        _order = order ?? text;
    }

    /// <summary>The version as the file name has it.</summary>
    public string Text { get; }

    /// <summary>What makes two versions the same one: 0007 and 7, 1.0 and 1.</summary>
    public string Identity => _numbers is null ? Text : string.Join('.', _numbers);

    /// <summary>A number of any length, such as 0007 or 20241215143022, or several with dots, dashes or underscores between them.</summary>
    public static MigrationVersion Numeric(string text)
    {
        var numbers = text.Split(['.', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.TrimStart('0')).ToList();
        // 1.0 is 1, as Flyway has it.
        while (numbers.Count > 0 && numbers[^1].Length == 0)
            numbers.RemoveAt(numbers.Count - 1);
        return new MigrationVersion(text, [.. numbers]);
    }

    /// <summary>A place in a plan, from 0.</summary>
    public static MigrationVersion Position(int index, string text) => new(text, [(index + 1).ToString(CultureInfo.InvariantCulture)]);

    /// <summary>A text whose place is found by its characters' codes, as DbUp compares file names; or that of another text, such as the file name's.</summary>
    public static MigrationVersion Lexical(string text, string? order = null) => new(text, null, order);

    public int CompareTo(MigrationVersion? other)
    {
        if (other is null)
            return 1;
        if (_numbers is null || other._numbers is null)
            return string.CompareOrdinal(_order, other._order);
        for (var i = 0; i < Math.Max(_numbers.Length, other._numbers.Length); i++)
        {
            var order = CompareNumbers(i < _numbers.Length ? _numbers[i] : "", i < other._numbers.Length ? other._numbers[i] : "");
            if (order != 0)
                return order;
        }

        return 0;
    }

    public bool Equals(MigrationVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as MigrationVersion);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_numbers is null ? _order : Identity);

    public override string ToString() => Text;

    public static bool operator ==(MigrationVersion? left, MigrationVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(MigrationVersion? left, MigrationVersion? right) => !(left == right);

    public static bool operator <(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) >= 0;

    // Without leading zeros the longer number is the greater one, whatever its size.
    private static int CompareNumbers(string left, string right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
}
