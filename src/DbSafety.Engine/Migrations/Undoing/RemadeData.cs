using DbSafety.Engine.Backups;

namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>What a rollback script made anew without its values, and where they are.</summary>
/// <param name="Set">The backup from before the migration.</param>
/// <param name="Name">The table, for a person.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns that were made anew; none where the whole table was.</param>
/// <param name="Line">A sentence with the command that brings them back.</param>
internal sealed record RemadeData(BackupSet Set, string Name, TableName Table, IReadOnlyList<string> Columns, string Line)
{
    public string What => Columns.Count == 0 ? $"the rows of {Name}" : $"{string.Join(", ", Columns)} of {Name}";
}
