using DbSafety.Core.Commands;

namespace DbSafety.Core.Options;

/// <summary>What every command takes.</summary>
public abstract class CommandOptions
{
    /// <summary>The project folder.</summary>
    [Parameter("The project folder, which holds dbsafety.yaml. Default: the nearest folder with a dbsafety.yaml, from the current one upwards, or a folder 'database' below it.", Completes = "path")]
    public string? Project { get; set; }

    /// <summary>Shows what would happen and changes nothing.</summary>
    [Parameter("Shows what would happen, and changes nothing.")]
    public bool WhatIf { get; set; }

    /// <summary>Answers confirmations with yes, for unattended runs; it never stands in for an approval.</summary>
    [Parameter("Answers every confirmation with yes, for unattended runs. It does not stand in for an approval that the policy demands.")]
    public bool Force { get; set; }
}
