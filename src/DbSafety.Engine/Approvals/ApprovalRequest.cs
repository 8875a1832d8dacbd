namespace DbSafety.Engine.Approvals;

/// <summary>What a person is asked to approve.</summary>
/// <param name="Title">One line: what was or will be done, and to which target.</param>
/// <param name="Detail">What the decision rests on: statements, tables, backups, checks.</param>
/// <param name="Command">The command that asks again, for a person who is not here now.</param>
/// <param name="Subject">Makes the plan that the decision is bound to; null where nothing can be bound.</param>
public sealed record ApprovalRequest(string Title, IReadOnlyList<string> Detail, string Command, Func<CancellationToken, Task<ApprovalSubject>>? Subject = null);
