namespace DbSafety.Engine.Migrations.Executing;

/// <summary>What became of a step that did not come to its end.</summary>
internal enum StepFate
{
    /// <summary>Nothing of it remains.</summary>
    RolledBack,

    /// <summary>It is done, though the answer was lost.</summary>
    Done,

    /// <summary>It cannot be told now.</summary>
    Unknown,
}
