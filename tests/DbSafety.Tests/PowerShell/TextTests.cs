using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Errors;
using DbSafety.PowerShell.Formatting;
using DbSafety.PowerShell.Hosting;
using Xunit;

namespace DbSafety.Tests.PowerShell;

/// <summary>What the module says, and how.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(123456, "121 KiB")]
    [InlineData(5L * 1024 * 1024 * 1024, "5.0 GiB")]
    [InlineData(1024 * 1024 - 1, "1.0 MiB")]
    public void A_size_has_the_unit_that_reads_best(long bytes, string expected) => Assert.Equal(expected, DisplayText.Size(bytes));

    [Theory]
    [InlineData(0.012, "12 ms")]
    [InlineData(4.2, "4.2 s")]
    [InlineData(59.97, "0:59 min")]
    [InlineData(185, "3:05 min")]
    [InlineData(90061, "25:01:01 h")]
    public void A_duration_has_the_unit_that_reads_best(double seconds, string expected) =>
        Assert.Equal(expected, DisplayText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_migration_that_was_not_run_says_what_it_would_affect_and_no_duration() =>
        Assert.Equal(
            "0001_a: NotRun, 2 statements, affects public.products",
            RunText.Migration(new MigrationRunItem("0001_a", MigrationOutcome.NotRun, 2, 1, ["public.products"], TimeSpan.Zero, [], null)));

    [Fact]
    public void A_backup_that_was_not_proven_says_so() =>
        Assert.Contains("not proven", RunText.Backup(new LogicalBackup("id", "farm", null, "18.1", default, default, "/b", "/b/m", [], 0, 0, 0, null, [])), StringComparison.Ordinal);

    [Theory]
    [InlineData("Run 'dbsafety backup --data-only' first.", "Run 'New-LogicalBackup -DataOnly' first.")]
    [InlineData("Run dbsafety Get-SafeMigration --target staging.", "Run Get-SafeMigration -Target staging.")]
    [InlineData("Leave out all but one of --target, --connection.", "Leave out all but one of -Target, -Connection.")]
    [InlineData("Look at the journal -- it is in schema dbsafety.", "Look at the journal -- it is in schema dbsafety.")]
    [InlineData("dbsafety frobnicate", "dbsafety frobnicate")]
    public void Advice_names_cmdlets_and_their_parameters(string advice, string expected) =>
        Assert.Equal(expected, CommandWording.ForPowerShell(advice));

    [Theory]
    [InlineData("42501", ErrorKind.Unexpected, ErrorCategory.PermissionDenied)]
    [InlineData("40P01", ErrorKind.LimitReached, ErrorCategory.DeadlockDetected)]
    [InlineData("23505", ErrorKind.FailedRolledBack, ErrorCategory.InvalidData)]
    [InlineData("08006", ErrorKind.Connection, ErrorCategory.ConnectionError)]
    [InlineData("99999", ErrorKind.NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData(null, ErrorKind.LockBusy, ErrorCategory.ResourceBusy)]
    [InlineData(null, ErrorKind.BackupInvalid, ErrorCategory.InvalidResult)]
    public void The_category_comes_from_the_servers_code_before_the_kind(string? sqlState, ErrorKind kind, ErrorCategory expected) =>
        Assert.Equal(expected, ErrorCategories.For(kind, sqlState));

    [Fact]
    public void Every_kind_of_error_has_a_category_of_its_own_choosing() =>
        Assert.All(Enum.GetValues<ErrorKind>(), kind => Assert.NotEqual(ErrorCategory.NotSpecified, ErrorCategories.For(kind, null)));

    [Theory]
    [InlineData(new[] { "no", "yes" }, new[] { "&no", "&yes" })]
    [InlineData(new[] { "stop", "skip", "start" }, new[] { "&stop", "s&kip", "s&tart" })]
    public void Each_choice_gets_a_key_of_its_own(string[] choices, string[] labels) => Assert.Equal(labels, ChoiceLabels.For(choices));

    [Theory]
    [InlineData(true, "pwsh", "-NonInteractive")]
    [InlineData(true, "pwsh", "-NoProfile", "-noni", "-File", "x.ps1")]
    [InlineData(false, "pwsh", "-NoProfile")]
    [InlineData(false, "pwsh", "x.ps1", "-NonInteractive")]
    public void A_session_without_a_person_is_known_by_how_it_was_started(bool expected, params string[] arguments) =>
        Assert.Equal(expected, Interactivity.StartedNonInteractive(arguments));
}
