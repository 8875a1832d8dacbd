using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>A column as it is at one point of the chain.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null where it is not known.</param>
/// <param name="NotNull">It has a NOT NULL; null where that is not known.</param>
/// <param name="Script">The script that made it; -1 for one that was there before.</param>
internal sealed record ColumnSymbol(string Name, TypeForm? Type, bool? NotNull, int Script);
