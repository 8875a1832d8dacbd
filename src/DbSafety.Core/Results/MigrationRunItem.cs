namespace DbSafety.Core.Results;

/// <summary>What became of one migration in a run.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Statements">How many statements its script has.</param>
/// <param name="Transactions">How many transaction groups its script makes; a statement that cannot run in a transaction is one of its own.</param>
/// <param name="Tables">Existing tables that it affects.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Notices">Notices and warnings of the server, with the line of the statement.</param>
/// <param name="Detail">What a person should know.</param>
public sealed record MigrationRunItem(
    string Id,
    MigrationOutcome Outcome,
    int Statements,
    int Transactions,
    IReadOnlyList<string> Tables,
    TimeSpan Duration,
    IReadOnlyList<string> Notices,
    string? Detail);
