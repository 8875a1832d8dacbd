namespace DbSafety.Core.Commands;

/// <summary>
/// Names the command that an options class describes. The cmdlet, the console command and the runbook step of that
/// command are all made from this one definition.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandAttribute(string verb, string noun, Type result) : Attribute
{
    /// <summary>An approved PowerShell verb, such as <c>New</c>.</summary>
    public string Verb { get; } = verb;

    /// <summary>The singular noun, such as <c>LogicalBackup</c>.</summary>
    public string Noun { get; } = noun;

    /// <summary>The record type of what the command writes.</summary>
    public Type Result { get; } = result;

    /// <summary>The full name, such as <c>New-LogicalBackup</c>.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The short name that people type at a console, such as <c>backup</c>; null where there is none.</summary>
    public string? ShortName { get; init; }

    /// <summary>One sentence that says what the command does; the synopsis of its help.</summary>
    public required string Summary { get; init; }

    /// <summary>True when the command writes any number of results, which <c>--json</c> shows as an array.</summary>
    public bool Many { get; init; }

    /// <summary>What a console says where the command wrote no result.</summary>
    public string Nothing { get; init; } = "Nothing was found.";

    /// <summary>How much damage the command can do; <see cref="ChangeImpact.None"/> for one that only reads.</summary>
    public ChangeImpact Impact { get; init; }
}
