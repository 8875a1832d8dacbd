using System.IO.Compression;
using System.Reflection;

namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// How rows are compressed. Levels 1 and 2 are our own encoder's, which needs half the time of zlib's level 2 and gives less bytes for rows;
/// for the others gzip streams of a zlib level are opened. .NET 9 and later take the level itself (<c>ZLibCompressionOptions</c>, which this assembly's
/// .NET 8 reference does not know: found by reflection once); on .NET 8 only three are to be had, of which Fastest replaces 3 and 4.
/// </summary>
internal sealed class GzipLevel
{
    private readonly int _level;
    private readonly ConstructorInfo? _constructor;
    private readonly object? _options;

    /// <summary>Whether our own encoder compresses; then nothing is opened.</summary>
    public bool IsOwn => _level <= 2;

    public GzipLevel(int level)
    {
        _level = level;
        var type = typeof(GZipStream).Assembly.GetType("System.IO.Compression.ZLibCompressionOptions");
        if (type is null)
            return;
        _options = Activator.CreateInstance(type)!;
        type.GetProperty("CompressionLevel")!.SetValue(_options, level);
        _constructor = typeof(GZipStream).GetConstructor([typeof(Stream), type, typeof(bool)]);
    }

    public Stream Open(Stream output) => _constructor is not null
        ? (Stream)_constructor.Invoke([output, _options, true])
        : new GZipStream(output, _level <= 4 ? CompressionLevel.Fastest : CompressionLevel.Optimal, leaveOpen: true);
}
