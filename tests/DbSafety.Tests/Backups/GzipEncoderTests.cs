using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using DbSafety.Engine.Backups.Compression;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>What the encoder writes is read by other people's inflaters as what went in, whatever that was.</summary>
public sealed class GzipEncoderTests
{
    private static readonly string[] Names = ["empty", "one", "zeros", "random", "rows", "steps", "fibonacci", "two", "far"];

    public static TheoryData<string> Kinds => [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_comes_back(string kind)
    {
        var encoder = new GzipEncoder();
        foreach (var length in (int[])[0, 1, 2, 7, 8, 9, 255, 258, 259, 1000, 32767, 32768, 32769, 65535, 65536, 100_000, MatchFinder.Longest - 1, MatchFinder.Longest])
        {
            var bytes = Make(kind, length);
            Assert.True(Inflate(encoder.Encode(bytes).ToArray()).AsSpan().SequenceEqual(bytes), $"{kind}, {length} bytes");
        }
    }

    [Fact]
    public void Random_mixtures_come_back()
    {
        var encoder = new GzipEncoder();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(1, 1 << random.Next(1, 20))];
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - at, random.Next(1, 600));
                if (at > 0 && random.Next(2) == 0)
                    for (int from = random.Next(at), i = 0; i < length; i++)
                        bytes[at + i] = bytes[from + i];
                else
                    for (int i = 0, letters = random.Next(1, 257); i < length; i++)
                        bytes[at + i] = (byte)random.Next(letters);
                at += length;
            }

            Assert.True(Inflate(encoder.Encode(bytes).ToArray()).AsSpan().SequenceEqual(bytes), $"seed {seed}");
        }
    }

    [Fact]
    public void What_cannot_be_compressed_grows_by_less_than_a_thousandth()
    {
        var bytes = Make("random", MatchFinder.Longest);
        Assert.InRange(new GzipEncoder().Encode(bytes).Length, bytes.Length, bytes.Length + (bytes.Length / 1000));
    }

    [Fact]
    public void Rows_take_no_more_than_with_zlib_at_its_level_six()
    {
        var bytes = Make("rows", MatchFinder.Longest);
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        Assert.InRange(new GzipEncoder().Encode(bytes).Length, 1, (int)(output.Length * 1.05));
    }

    [Fact]
    public void The_check_sum_is_the_same_however_it_is_computed()
    {
        var bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        Assert.Equal(0xcbf43926, Crc32.Of("123456789"u8));
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(~Crc32.ByTables(~0u, bytes.AsSpan(0, length)), Crc32.Of(bytes.AsSpan(0, length)));
    }

    [SkippableFact]
    public void Gunzip_reads_members_one_after_the_other()
    {
        Skip.IfNot(File.Exists("/usr/bin/gunzip") || File.Exists("/bin/gunzip"), "There is no gunzip here.");
        var encoder = new GzipEncoder();
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path))
                foreach (var kind in Names)
                    file.Write(encoder.Encode(Make(kind, 70_000)));
            using var process = Process.Start(new ProcessStartInfo("gunzip", ["-c"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var output = new MemoryStream();
            var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
            using (var input = File.OpenRead(path))
                input.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
            copied.Wait();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.True(output.ToArray().AsSpan().SequenceEqual(Names.SelectMany(kind => Make(kind, 70_000)).ToArray()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Inflate(byte[] member)
    {
        using var gzip = new GZipStream(new MemoryStream(member), CompressionMode.Decompress);
        using var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }

    private static byte[] Make(string kind, int length)
    {
        var random = new Random(length);
        var bytes = new byte[kind == "empty" ? 0 : length];
        switch (kind)
        {
            case "random":
                random.NextBytes(bytes);
                break;
            case "rows":
                var text = new StringBuilder();
                for (var i = 0; text.Length < length; i++)
                    text.Append(i).Append('\t').Append(random.NextInt64()).Append("\tcustomer ").Append(i % 100).Append("\t2024-12-15\t\\N\t").Append(random.NextDouble()).Append('\n');
                Encoding.ASCII.GetBytes(text.ToString(0, length)).CopyTo(bytes, 0);
                break;
            case "fibonacci":
                // How often the letters occur makes the longest codes that there can be.
                var (a, b, letter) = (1, 1, (byte)0);
                for (var at = 0; at < bytes.Length; (a, b) = (b, a + b), letter++)
                    for (var i = 0; i < a && at < bytes.Length; i++)
                        bytes[at++] = letter;
                random.Shuffle(bytes);
                break;
            default:
                for (var i = 0; i < bytes.Length; i++)
                    bytes[i] = kind switch { "one" => 7, "steps" => (byte)(i / 300), "two" => (byte)random.Next(2), "far" => (byte)((i % 32768 * 2654435761L) >> 13), _ => 0 };
                break;
        }

        return bytes;
    }
}
