using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>What the journal knows of one migration, up to its last row.</summary>
public sealed record MigrationRecord(string Id)
{
    /// <summary>The row that says that it is applied, or registered; null when it is not.</summary>
    public JournalRow? Applied { get; init; }

    /// <summary>The attempt that has begun and of which some steps may remain; null when there is none.</summary>
    public UnfinishedAttempt? Unfinished { get; init; }

    /// <summary>The last failure that left nothing behind, where nothing was done since.</summary>
    public JournalRow? Failed { get; init; }

    /// <summary>The row that keeps the scripts of the attempt or of what is applied.</summary>
    public JournalRow? Scripts => Applied ?? Unfinished?.Started;
}
