namespace DbSafety.Core.Commands;

/// <summary>How much a command can change. A command above <see cref="None"/> supports <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
public enum ChangeImpact
{
    /// <summary>Only reads.</summary>
    None,

    /// <summary>Makes files or throw-away objects.</summary>
    Low,

    /// <summary>Changes a database in a way that it can take back.</summary>
    Medium,

    /// <summary>Can lose data: asks unless told with <c>-Force</c>.</summary>
    High,
}
