namespace DbSafety.Tests.Hazards;

/// <summary>A small migration and what is to be found in it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Before">What is there before it, besides the fixture.</param>
/// <param name="Migration">The script.</param>
/// <param name="Expected">The rules; <c>@n</c> names the statement, parentheses say that it is allowed.</param>
/// <param name="ExpectedOfDatabase">The same where the database is asked.</param>
/// <param name="Since">The first major version that takes it.</param>
/// <param name="Runs">It can be run.</param>
public sealed record HazardCase(string Name, string Before, string Migration, IReadOnlyList<string> Expected, IReadOnlyList<string> ExpectedOfDatabase, int Since, bool Runs);
