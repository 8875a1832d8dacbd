using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>Where there are no rows, what would be lost is told from synthetic ones, from the catalog and from the statements.</summary>
public sealed class EmptyTableTests
{
    private const string Tables = """
        CREATE TABLE growers (id bigint PRIMARY KEY, name varchar(40) NOT NULL);
        CREATE TABLE lots (id serial PRIMARY KEY, grower bigint NOT NULL REFERENCES growers, weight numeric(12,4) CHECK (weight > 0), taken timestamptz NOT NULL DEFAULT now());
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_column_of_an_empty_table_that_is_dropped_and_made_again_would_lose_its_values(int major)
    {
        var certificate = await Rehearsals.CertifyAsync(major, Tables, "ALTER TABLE lots DROP weight", "ALTER TABLE lots ADD weight numeric(12,4) CHECK (weight > 0)");
        Assert.Equal(RehearsalVerdict.Lossy, certificate.Verdict);
        var loss = Assert.Single(certificate.Losses);
        Assert.Equal(("public.lots", 0L), (loss.Table, loss.Rows));
        Assert.Equal(["weight"], loss.Columns);
        Assert.Contains("but for the order of columns", certificate.Reason, StringComparison.Ordinal);
        Assert.Contains(certificate.Notes, note => note.Contains("another order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_dropped_and_made_again_would_lose_its_rows()
    {
        var certificate = await Rehearsals.CertifyAsync(18, Tables, "DROP TABLE lots", Tables[Tables.IndexOf("CREATE TABLE lots", StringComparison.Ordinal)..]);
        Assert.Equal(RehearsalVerdict.Lossy, certificate.Verdict);
        Assert.Contains(certificate.Losses, loss => loss.Table == "public.lots" && loss.Detail.Contains("synthetic row", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_rebuilt_with_its_rows_loses_nothing()
    {
        const string Rebuild = """
            ALTER TABLE growers RENAME TO growers_old;
            CREATE TABLE growers_new (id bigint, name varchar(40));
            INSERT INTO growers_new SELECT * FROM growers_old;
            ALTER TABLE growers_new RENAME TO growers;
            DROP TABLE growers_old;
            """;
        var certificate = await Rehearsals.CertifyAsync(18, "CREATE TABLE growers (id bigint, name varchar(40))", Rebuild, Rebuild);
        Assert.Equal(RehearsalVerdict.Exact, certificate.Verdict);
        Assert.Contains(certificate.Notes, note => note.Contains("came through unchanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_type_that_holds_less_loses_what_it_cannot_hold()
    {
        var narrow = await Rehearsals.CertifyAsync(18, Tables, "ALTER TABLE lots ALTER weight TYPE numeric(12,1)", "ALTER TABLE lots ALTER weight TYPE numeric(12,4)");
        Assert.Equal(RehearsalVerdict.Lossy, narrow.Verdict);
        var wide = await Rehearsals.CertifyAsync(18, Tables, "ALTER TABLE lots ALTER id TYPE bigint", "ALTER TABLE lots ALTER id TYPE integer");
        Assert.Equal(RehearsalVerdict.Exact, wide.Verdict);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Synthetic_rows_are_tried_too_where_a_script_is_not_one_transaction(int major)
    {
        const string Up = "ALTER TABLE lots ALTER weight TYPE numeric(12,1);\nCREATE INDEX CONCURRENTLY i ON lots (taken);";
        var narrow = await Rehearsals.CertifyAsync(major, Tables, Up, "DROP INDEX i; ALTER TABLE lots ALTER weight TYPE numeric(12,4)");
        Assert.Equal(RehearsalVerdict.Lossy, narrow.Verdict);
        Assert.True(narrow.AppliedAgain);
        Assert.Contains(narrow.Losses, loss => loss.Table == "public.lots" && loss.Detail.Contains("synthetic row", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_delete_takes_is_lost_where_nothing_puts_it_back()
    {
        Assert.Equal(RehearsalVerdict.Lossy, (await Rehearsals.CertifyAsync(18, Tables, "DELETE FROM lots WHERE weight > 1000", "SELECT 1")).Verdict);
        Assert.Equal(RehearsalVerdict.Lossy, (await Rehearsals.CertifyAsync(18, Tables, "TRUNCATE lots", "SELECT 1")).Verdict);
        Assert.Equal(RehearsalVerdict.Lossy, (await Rehearsals.CertifyAsync(18, Tables, "UPDATE growers SET name = upper(name)", "SELECT 1")).Verdict);
    }

    [Fact]
    public async Task Filling_a_column_that_the_migration_itself_adds_loses_nothing()
    {
        const string Up = "ALTER TABLE lots ADD kilos integer; UPDATE lots SET kilos = weight / 1000; ALTER TABLE lots ALTER kilos SET NOT NULL";
        Assert.Equal(RehearsalVerdict.Exact, (await Rehearsals.CertifyAsync(18, Tables, Up, "ALTER TABLE lots DROP kilos")).Verdict);
    }

    [Fact]
    public async Task Synthetic_rows_do_not_fail_what_holds_on_the_empty_table()
    {
        Assert.Equal(RehearsalVerdict.Exact, (await Rehearsals.CertifyAsync(18, Tables, "ALTER TABLE lots ADD code text NOT NULL", "ALTER TABLE lots DROP code")).Verdict);
    }

    [Fact]
    public async Task Columns_in_another_order_are_a_difference_of_their_own()
    {
        const string Up = "ALTER TABLE growers ADD n2 varchar(40); UPDATE growers SET n2 = name; ALTER TABLE growers DROP name; ALTER TABLE growers RENAME n2 TO name";
        const string Setup = "CREATE TABLE growers (name varchar(40), id bigint)";
        var certificate = await Rehearsals.CertifyAsync(18, Setup, Up, Up);
        Assert.Equal(RehearsalVerdict.Differs, certificate.Verdict);
        Assert.Contains("another order", certificate.Reason, StringComparison.Ordinal);
        Assert.Empty(certificate.Losses);
    }
}
