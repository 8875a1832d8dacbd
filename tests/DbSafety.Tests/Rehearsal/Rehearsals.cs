using DbSafety.Core.Options;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Migrations;

namespace DbSafety.Tests.Rehearsal;

/// <summary>Short ways to a rehearsal.</summary>
internal static class Rehearsals
{
    public static async Task<IReadOnlyList<MigrationRehearsal>> RehearseAsync(this TestProject project, Action<TestSafeMigrationOptions>? configure = null)
    {
        var options = new TestSafeMigrationOptions();
        configure?.Invoke(options);
        return (await project.RunAsync(options)).ResultsOf<MigrationRehearsal>();
    }

    /// <summary>The certificate of one migration on a database that was made by this SQL.</summary>
    public static async Task<RehearsalCertificate> CertifyAsync(int major, string? sql, string up, string? rollback, string? verify = null)
    {
        await using var project = await TestProject.CreateAsync(major, sql);
        project.With("0001_a", up, rollback, verify);
        return (await project.RehearseAsync()).Single().Certificate;
    }

    /// <summary>The trace of the statements of one up script.</summary>
    public static async Task<IReadOnlyList<StatementTrace>> TraceAsync(int major, string? sql, string up)
    {
        await using var project = await TestProject.CreateAsync(major, sql);
        project.With("0001_a", up);
        return (await project.RehearseAsync()).Single().Traces.Single(trace => trace.Part == RehearsalPart.Up).Statements;
    }
}
