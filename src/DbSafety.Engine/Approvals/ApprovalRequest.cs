namespace DbSafety.Engine.Approvals;

/// <summary>What a person is asked to approve.</summary>
/// <param name="Title">One line: what was or will be done, and to which target.</param>
/// <param name="Detail">What the decision rests on: statements, tables, backups, checks.</param>
/// <param name="Command">The command that asks again, for a person who is not here now.</param>
public sealed record ApprovalRequest(string Title, IReadOnlyList<string> Detail, string Command);
