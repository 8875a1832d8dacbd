namespace DbSafety.Core.Commands;

/// <summary>Makes a property of an options class a parameter of the command, with its help text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string help) : Attribute
{
    /// <summary>What the parameter means, with unit and default, in full sentences.</summary>
    public string Help { get; } = help;

    /// <summary>The position on the command line, from 0; -1 for a parameter that is given by name only.</summary>
    public int Position { get; init; } = -1;

    /// <summary>True when the command cannot run without it.</summary>
    public bool Required { get; init; }

    /// <summary>True when the parameter takes its value from the property of the same name of a piped object.</summary>
    public bool FromPipeline { get; init; }

    /// <summary>Other names of the parameter.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What completes the value: <c>targets tables migrations backups path</c>; null for none.</summary>
    public string? Completes { get; init; }
}
