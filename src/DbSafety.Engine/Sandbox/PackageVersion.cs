using System.Globalization;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Sandbox;

/// <summary>A version of the package of server programs, such as <c>18.4.0-beta.17</c>: PostgreSQL's own numbers, then the packager's.</summary>
internal sealed partial record PackageVersion(string Text, int Major, int Minor, int Patch, int Build) : IComparable<PackageVersion>
{
    /// <summary>Reads a version; null for anything else.</summary>
    public static PackageVersion? Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success ? new PackageVersion(text, Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4)) : null;
    }

    // A version without a packager's number is a release, which comes after its betas.
    private static int Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : int.MaxValue;

    public int CompareTo(PackageVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch, Build).CompareTo((other.Major, other.Minor, other.Patch, other.Build));

    [GeneratedRegex(@"^(\d+)\.(\d+)\.(\d+)(?:-beta\.(\d+))?$")]
    private static partial Regex Form();
}
