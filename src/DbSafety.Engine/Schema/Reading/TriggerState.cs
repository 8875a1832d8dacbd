namespace DbSafety.Engine.Schema.Reading;

/// <summary>When a trigger or a rule fires, as catalogs say it in one letter.</summary>
internal static class TriggerState
{
    /// <summary>The words after ALTER … that set the state; null for the usual one.</summary>
    public static string? Words(char state) => state switch
    {
        'D' => "DISABLE",
        'R' => "ENABLE REPLICA",
        'A' => "ENABLE ALWAYS",
        _ => null,
    };
}
