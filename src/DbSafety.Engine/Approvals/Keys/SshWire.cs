using System.Buffers.Binary;
using System.Text;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>Reads and writes the data types of SSH (RFC 4251, section 5).</summary>
internal ref struct SshWire(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <exception cref="FormatException">The data ends before.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new FormatException("it ends too soon");
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    public ReadOnlySpan<byte> String()
    {
        var length = UInt32();
        return Bytes(length > int.MaxValue ? throw new FormatException("it ends too soon") : (int)length);
    }

    public string Text() => Encoding.UTF8.GetString(String());

    /// <summary>A positive number without leading zeros, big end first.</summary>
    public byte[] Number()
    {
        var bytes = String();
        if (bytes.IsEmpty || (bytes[0] & 0x80) != 0)
            throw new FormatException("a number is not positive");
        return bytes.TrimStart((byte)0).ToArray();
    }

    public readonly void RequireEnd()
    {
        if (!IsAtEnd)
            throw new FormatException("there is more behind its end");
    }

    public static byte[] Write(params byte[][] strings)
    {
        var text = new MemoryStream();
        var length = new byte[4];
        foreach (var one in strings)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)one.Length);
            text.Write(length);
            text.Write(one);
        }

        return text.ToArray();
    }
}
