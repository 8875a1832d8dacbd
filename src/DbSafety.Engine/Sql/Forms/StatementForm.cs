namespace DbSafety.Engine.Sql.Forms;

/// <summary>What a DDL statement says, part by part: what <see cref="StatementFacts"/> tells in names, this tells in clauses.</summary>
internal abstract record StatementForm;
