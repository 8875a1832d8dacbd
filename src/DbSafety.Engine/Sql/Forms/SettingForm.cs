namespace DbSafety.Engine.Sql.Forms;

/// <summary>SET and RESET of a setting.</summary>
/// <param name="Name">The setting, in lower case; <c>all</c> for RESET ALL.</param>
/// <param name="Value">The value without quotes; null for RESET and SET … TO DEFAULT.</param>
/// <param name="Local">SET LOCAL.</param>
internal sealed record SettingForm(string Name, string? Value, bool Local) : StatementForm;
