namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// One migration as the files give it, whatever tool's layout they are in.
/// <para>
/// Many real scripts hold their whole content between one <c>BEGIN;</c> and one <c>COMMIT;</c>. The text still has them:
/// where the first statement of a script is its only BEGIN or START TRANSACTION, and the last its only COMMIT or END, the pair is the
/// transaction that the runner makes anyway, and both are to be left out. Any other transaction control is to be refused.
/// (Sqitch's scripts have the pair by convention; their section blanks it.)
/// </para>
/// </summary>
public sealed record MigrationSource
{
    /// <summary>The id in the journal: the stem of the up script's file name, or the folder's name, or Sqitch's change name.</summary>
    public required string Id { get; init; }

    /// <summary>The place in the order.</summary>
    public required MigrationVersion Version { get; init; }

    /// <summary>The words of the name.</summary>
    public required string Description { get; init; }

    /// <summary>What applies it.</summary>
    public required MigrationScript Up { get; init; }

    /// <summary>What takes it back; null where there is none, or where it holds nothing but comments.</summary>
    public MigrationScript? Rollback { get; init; }

    /// <summary>What proves it; null where there is none, or where it holds nothing but comments.</summary>
    public MigrationScript? Verify { get; init; }

    /// <summary>The rollback script that exists, but holds nothing but comments: it counts as missing.</summary>
    public MigrationScript? EmptyRollback { get; init; }

    /// <summary>The file of <see cref="EmptyRollback"/>; it may hold the up script too.</summary>
    public string? EmptyRollbackPath => EmptyRollback?.Path;

    /// <summary>The verify script passes unless it raises an error (Sqitch), whatever its queries give.</summary>
    public bool VerifyPassesUnlessError { get; init; }

    /// <summary>How often it is applied.</summary>
    public RepeatableKind Repeats { get; init; } = RepeatableKind.Once;
}
