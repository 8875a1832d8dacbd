using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>ALTER SCHEMA, TYPE or DOMAIN … RENAME TO.</summary>
/// <param name="Kind">The kind in the words of the command tag.</param>
/// <param name="Name">The old name.</param>
/// <param name="NewName">The new one.</param>
internal sealed record RenameForm(string Kind, QualifiedName Name, string NewName) : StatementForm;
