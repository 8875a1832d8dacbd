using DbSafety.Cli.Arguments;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class ArgumentBindingTests
{
    [Theory]
    [InlineData("backup --table products")]
    [InlineData("BACKUP --Table products")]
    [InlineData("New-LogicalBackup -Table products")]
    [InlineData("new-logicalbackup --table=products")]
    [InlineData("backup -table:products")]
    [InlineData("backup products")]
    [InlineData("backup -- products")]
    [InlineData("--json backup products")]
    [InlineData("backup products --json -v -q --no-color")]
    public void One_table_is_named_in_many_ways(string line) =>
        Assert.Equal(["products"], Bind<NewLogicalBackupOptions>(line).Table);

    [Theory]
    [InlineData("backup --table products,orders")]
    [InlineData("backup --table products --table orders")]
    [InlineData("backup products orders")]
    [InlineData("backup products,orders")]
    [InlineData("backup --table products orders")]
    public void Several_values_are_parted_by_commas_or_repeated(string line) =>
        Assert.Equal(["products", "orders"], Bind<NewLogicalBackupOptions>(line).Table);

    [Fact]
    public void A_comma_inside_of_a_quoted_name_belongs_to_the_name() =>
        Assert.Equal(["\"odd,name\"", "b"], BindWords<NewLogicalBackupOptions>("backup", "--table", "\"odd,name\",b").Table);

    [Theory]
    [InlineData("restore --mode recreate --extra-rows remove", RestoreMode.Recreate, ExtraRows.Remove)]
    [InlineData("restore -Mode Merge -ExtraRows:KEEP", RestoreMode.Merge, ExtraRows.Keep)]
    public void Enumerations_are_read_whatever_their_case(string line, RestoreMode mode, ExtraRows extraRows)
    {
        var options = Bind<RestoreFromBackupOptions>(line);
        Assert.Equal(mode, options.Mode);
        Assert.Equal(extraRows, options.ExtraRows);
    }

    [Theory]
    [InlineData("restore", false)]
    [InlineData("restore --force", true)]
    [InlineData("restore -Force", true)]
    [InlineData("restore --force=false", false)]
    [InlineData("restore -Force:$true", true)]
    [InlineData("restore --no-force", false)]
    [InlineData("restore --force --no-force", false)]
    public void Switches_are_turned_on_and_off(string line, bool force) =>
        Assert.Equal(force, Bind<RestoreFromBackupOptions>(line).Force);

    [Theory]
    [InlineData("status --force --what-if 0001")]
    [InlineData("status -WhatIf -Force 0001")]
    public void A_command_that_only_reads_takes_what_every_command_takes(string line) =>
        Assert.Equal(["0001"], Bind<GetSafeMigrationOptions>(line).Id);

    [Fact]
    public void A_connection_string_is_taken_whole() =>
        Assert.Equal("Host=h;Username=u,v;Port=1", Bind<NewLogicalBackupOptions>("backup --connection Host=h;Username=u,v;Port=1").Connection);

    [Fact]
    public void Dates_without_a_zone_are_UTC() =>
        Assert.Equal(new DateTimeOffset(2024, 12, 15, 14, 30, 0, TimeSpan.Zero), Bind<GetLogicalBackupOptions>("backups --since 2024-12-15T14:30").Since);

    [Fact]
    public void An_alias_works_as_the_name_does() =>
        Assert.Equal("20241215_143022", Bind<RestoreFromBackupOptions>("restore --id 20241215_143022").Backup);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1.5s", 1.5)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("00:00:30", 30)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(DurationText.TryRead(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("m5")]
    [InlineData("-5s")]
    public void Other_texts_are_no_durations(string text) => Assert.False(DurationText.TryRead(text, out _));

    [Theory]
    [InlineData("bakcup", "CommandUnknown", "'backup'")]
    [InlineData("New-LogicalBakup", "CommandUnknown", "'New-LogicalBackup'")]
    [InlineData("xyzzy", "CommandUnknown", "'xyzzy'")]
    [InlineData("--table x backup", "OptionUnknown", "'--table'")]
    [InlineData("backup --tabel x", "OptionUnknown", "'--table'")]
    [InlineData("backup --tabl x", "OptionUnknown", "'--table'")]
    [InlineData("backup --jsno", "OptionUnknown", "'--json'")]
    [InlineData("backup --table", "ValueMissing", "--table")]
    [InlineData("backup --table --force", "ValueMissing", "--table")]
    [InlineData("backup --jobs many", "ValueInvalid", "a whole number")]
    [InlineData("backup --jobs 1.5", "ValueInvalid", "a whole number")]
    [InlineData("backup --jobs 99999999999", "ValueInvalid", "a whole number")]
    [InlineData("backup --data-format 1", "ValueInvalid", "copy or insert")]
    [InlineData("backup --data-format insrt", "ValueInvalid", "Did you mean 'insert'?")]
    [InlineData("backups --since yesterday", "ValueInvalid", "a date such as")]
    [InlineData("backup --all=perhaps", "ValueInvalid", "a switch")]
    [InlineData("backup --jobs 1 --jobs 2", "OptionGivenTwice", "--jobs")]
    [InlineData("migrate 0001 0002", "ArgumentUnexpected", "'0002'")]
    [InlineData("new", "ArgumentMissing", "<description>")]
    public void A_wrong_command_line_is_refused_with_the_right_word(string line, string id, string words)
    {
        var error = Assert.Throws<DbSafetyException>(() => Bind<object>(line));
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.NotNull(error.State);
        Assert.StartsWith("dbsafety ", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_of_every_command_can_be_read_from_a_text()
    {
        foreach (var parameter in CommandCatalog.All.SelectMany(command => command.Parameters))
            ValueReader.Read(parameter, "1");
    }

    private static T Bind<T>(string line) => BindWords<T>(line.Split(' '));

    private static T BindWords<T>(params string[] words)
    {
        var invocation = CommandLineParser.Parse(words, new GlobalOptions());
        return (T)ArgumentBinder.Bind(invocation.Command!, invocation.Tokens);
    }
}
