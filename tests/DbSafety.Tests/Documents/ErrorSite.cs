using DbSafety.Core.Errors;

namespace DbSafety.Tests.Documents;

/// <summary>A place in the sources that raises an error, and what is said there.</summary>
/// <param name="Id">The error's id.</param>
/// <param name="Kind">Its kind; null where it is that of its cause.</param>
/// <param name="Messages">What happened, in each form that it can have.</param>
/// <param name="States">What state things are in then.</param>
/// <param name="NextSteps">What to do.</param>
internal sealed record ErrorSite(string Id, ErrorKind? Kind, IReadOnlyList<string> Messages, IReadOnlyList<string> States, IReadOnlyList<string> NextSteps);
