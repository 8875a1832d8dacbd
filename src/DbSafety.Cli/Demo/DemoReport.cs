namespace DbSafety.Cli.Demo;

/// <summary>What a demo showed.</summary>
/// <param name="Server">The version of PostgreSQL.</param>
/// <param name="Claims">All that it claimed, each of which it checked.</param>
/// <param name="Project">The project folder with backups, migrations and the log; it stays until the next demo.</param>
/// <param name="Running">The database and the web shop were left running.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record DemoReport(string Server, IReadOnlyList<string> Claims, string Project, bool Running, TimeSpan Duration);
