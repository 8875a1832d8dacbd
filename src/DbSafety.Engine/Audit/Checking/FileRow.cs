using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>A row of the table as the file has it.</summary>
internal sealed record FileRow(long Line, JournalRow Row);
