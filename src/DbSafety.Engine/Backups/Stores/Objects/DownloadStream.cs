using System.Buffers;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>
/// Reads an object in ranges of a few mebibytes, so that a connection which breaks costs one range and memory stays flat. Every range is
/// of the same content: an object that is replaced meanwhile is an error.
/// </summary>
internal sealed class DownloadStream(IObjectBucket bucket, StoredObject found) : Stream
{
    private const int Range = 4 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Range, Math.Max(1, found.Bytes)));
    private int _start;
    private int _end;
    private long _offset;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => found.Bytes;

    public override long Position
    {
        get => _offset - (_end - _start);
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (buffer.Length == 0)
            return 0;
        if (_start == _end && !await FillAsync(cancellationToken))
            return 0;
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read without blocking a thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!_closed)
        {
            _closed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        base.Dispose(disposing);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(Math.Min(Range, _buffer.Length), found.Bytes - _offset);
        if (length == 0)
            return false;
        await bucket.ReadAsync(found, _offset, _buffer.AsMemory(0, length), cancellationToken);
        _offset += length;
        (_start, _end) = (0, length);
        return true;
    }
}
