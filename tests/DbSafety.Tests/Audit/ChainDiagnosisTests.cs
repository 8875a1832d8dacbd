using DbSafety.Engine.Audit.Checking;
using Xunit;

namespace DbSafety.Tests.Audit;

public sealed class ChainDiagnosisTests
{
    [Fact]
    public void A_whole_chain_has_no_break() => Assert.Empty(ChainDiagnosis.Of(Chain(1, 2, 3, 4)));

    [Fact]
    public void Removed_ones_are_told_as_ranges()
    {
        var found = ChainDiagnosis.Of([.. Chain(1, 2, 3, 4, 5, 6, 7, 8).Where(item => item.Home is not (2 or 5 or 6))]);
        Assert.Equal([(ChainBreakKind.Removed, 2L), (ChainBreakKind.Removed, 5L)], found.Select(one => (one.Kind, one.At)));
    }

    [Fact]
    public void The_last_two_can_be_edited_and_are_told()
    {
        var items = Chain(1, 2, 3, 4);
        var found = ChainDiagnosis.Of([items[0], items[1], items[2] with { Home = null }, items[3] with { Home = null }]);
        Assert.Equal([(ChainBreakKind.Edited, 3L), (ChainBreakKind.Edited, 4L)], found.Select(one => (one.Kind, one.At)));
    }

    [Fact]
    public void Nothing_is_a_chain_too() => Assert.Empty(ChainDiagnosis.Of([]));

    private static List<ChainItem> Chain(params int[] homes) =>
        [.. homes.Select(home => new ChainItem(home, home, $"h{home}", home == 1 ? Engine.Audit.Chains.ChainLine.Origin : $"h{home - 1}"))];
}
