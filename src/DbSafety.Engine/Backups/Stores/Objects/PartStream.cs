using System.Runtime.InteropServices;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>Bytes in memory as the stream that the clients of services want, without a copy of them.</summary>
public static class PartStream
{
    public static Stream Of(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var part)
        ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
