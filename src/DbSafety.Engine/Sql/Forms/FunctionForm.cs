using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>CREATE FUNCTION and ALTER FUNCTION.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Volatility"><c>volatile</c>, <c>stable</c> or <c>immutable</c>; null where the statement does not say.</param>
/// <param name="Altered">It is ALTER FUNCTION, or CREATE OR REPLACE.</param>
internal sealed record FunctionForm(QualifiedName Name, string? Volatility, bool Altered) : StatementForm;
