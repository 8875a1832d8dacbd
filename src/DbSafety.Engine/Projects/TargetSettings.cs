namespace DbSafety.Engine.Projects;

/// <summary>One target as <c>dbsafety.yaml</c> has it. One of the three ways to give a connection is set.</summary>
public sealed record TargetSettings
{
    public required string Name { get; init; }

    /// <summary>The environment's name; one that is built in or declared.</summary>
    public required string Environment { get; init; }

    /// <summary>An Npgsql connection string or a <c>postgres://</c> URI.</summary>
    public string? Connection { get; init; }

    /// <summary>The environment variable that holds the connection.</summary>
    public string? ConnectionVariable { get; init; }

    /// <summary>The file that holds the connection; relative to the project folder.</summary>
    public string? ConnectionFile { get; init; }

    /// <summary>The environment variable that holds the password.</summary>
    public string? PasswordVariable { get; init; }

    /// <summary>The file that holds the password; relative to the project folder.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The admin console of the PgBouncer in front of the database; null where there is none.</summary>
    public string? PgBouncer { get; init; }

    /// <summary>The environment variable that holds its password.</summary>
    public string? PgBouncerPasswordVariable { get; init; }

    /// <summary>The line of <c>dbsafety.yaml</c> that the target begins in, from 1.</summary>
    public int Line { get; init; }

    // A record prints all its properties; a connection may hold a password.
    public override string ToString() => $"{Name} ({Environment})";
}
