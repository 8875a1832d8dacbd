using System.Text;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Digests;
using Xunit;

namespace DbSafety.Tests.Backups;

public sealed class ContentDigestTests
{
    private static readonly byte[] Rows = Encoding.UTF8.GetBytes("1\tapple\n2\tpear\n\n3\t" + new string('x', 5000) + "\n4\t\\N\n");

    [Fact]
    public void The_digest_does_not_depend_on_where_the_stream_is_cut()
    {
        var whole = Of(Rows, Rows.Length);
        for (var size = 1; size < 200; size++)
            Assert.Equal(whole, Of(Rows, size));
        Assert.Equal(5, whole.Rows);
    }

    [Fact]
    public void The_digest_does_not_depend_on_the_order_of_rows() =>
        Assert.Equal(Of("a\nb\nc\n"u8.ToArray(), 100), Of("c\na\nb\n"u8.ToArray(), 1));

    [Fact]
    public void Every_changed_bit_changes_the_digest()
    {
        var whole = Of(Rows, Rows.Length);
        for (var place = 0; place < 200; place++)
        {
            var changed = Rows.ToArray();
            changed[place % Rows.Length] ^= (byte)(1 << (place % 8));
            Assert.NotEqual(whole, Of(changed, 64));
        }
    }

    [Fact]
    public void A_row_twice_is_not_the_same_as_once() =>
        Assert.NotEqual(Of("a\n"u8.ToArray(), 10).Value, Of("a\na\n"u8.ToArray(), 10).Value);

    [Fact]
    public void No_rows_have_the_empty_digest() => Assert.Equal(ContentDigest.Empty, Of([], 1).Value);

    [SkippableFact]
    public void Eight_rows_at_once_have_the_hashes_that_the_library_gives()
    {
        Skip.IfNot(Sha256Lanes.IsSupported, "This machine has no such vectors.");
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var rows = new MemoryStream();
            // Every length around the ends of blocks, and now and then a row that is long enough to be hashed alone.
            for (var row = 0; row < 90; row++)
            {
                var text = new byte[row % 30 == 29 ? random.Next(6000) : random.Next(200)];
                random.NextBytes(text);
                rows.Write(text.Select(value => value == '\n' ? (byte)0 : value).ToArray());
                rows.WriteByte((byte)'\n');
            }

            Assert.Equal(RowSum.OneByOne(rows.ToArray()), RowSum.InLanes(rows.ToArray()));
        }
    }

    private static (string Value, long Rows) Of(byte[] bytes, int size)
    {
        using var digest = new ContentDigest();
        for (var at = 0; at < bytes.Length; at += size)
            digest.Append(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        return (digest.Value, digest.Rows);
    }
}
