using System.Buffers.Binary;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>Writes bits, the lowest first. There must be room for eight bytes more than are written.</summary>
internal ref struct BitWriter(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private ulong _bits;
    private int _count;

    /// <summary>Whole bytes so far.</summary>
    public int Length { get; private set; }

    /// <param name="bits">The bits; none above the count.</param>
    /// <param name="count">Up to 56.</param>
    public void Write(ulong bits, int count)
    {
        _bits |= bits << _count;
        _count += count;
        BinaryPrimitives.WriteUInt64LittleEndian(_output[Length..], _bits);
        var bytes = _count >> 3;
        Length += bytes;
        _bits = bytes == 8 ? 0 : _bits >> (bytes * 8);
        _count &= 7;
    }

    /// <summary>Fills the byte that is open with zeros.</summary>
    public void Align()
    {
        if (_count > 0)
            Write(0, 8 - _count);
    }

    /// <summary>Writes whole bytes; the writer must stand at the beginning of one.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output[Length..]);
        Length += bytes.Length;
    }
}
