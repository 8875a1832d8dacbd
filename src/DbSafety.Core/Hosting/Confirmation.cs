using DbSafety.Core.Commands;

namespace DbSafety.Core.Hosting;

/// <summary>What a person is asked to confirm.</summary>
/// <param name="Subject">What it is done to, such as <c>table public.products of development</c>.</param>
/// <param name="Action">What would be done, such as <c>Replace 1,204 rows</c>.</param>
/// <param name="Impact">How much damage it can do; high asks even where the user did not ask for questions.</param>
/// <param name="Detail">Lines to show before the question.</param>
public sealed record Confirmation(string Subject, string Action, ChangeImpact Impact, IReadOnlyList<string>? Detail = null);
