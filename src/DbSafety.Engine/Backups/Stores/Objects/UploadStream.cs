using System.Buffers;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>Takes bytes and sends them in parts: one part fills while the one before it is on its way, so that memory stays flat.</summary>
internal sealed class UploadStream(IObjectUpload upload) : Stream
{
    private const int Smallest = 1 << 16;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Smallest);
    private int _filled;
    private int _part;
    private long _position;
    private Task _sending = Task.CompletedTask;
    private bool _ended;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_ended;

    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (buffer.Length > 0)
        {
            var limit = upload.PartSize(_part);
            if (_filled == limit)
            {
                await SendAsync(cancellationToken);
                continue;
            }

            Reserve(Math.Min(limit, _filled + buffer.Length));
            var count = Math.Min(buffer.Length, Math.Min(limit, _buffer.Length) - _filled);
            buffer[..count].CopyTo(_buffer.AsMemory(_filled));
            _filled += count;
            _position += count;
            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends what is left and waits until all of it is there.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return;
        if (_filled > 0 || _part == 0)
            await SendAsync(cancellationToken);
        await _sending;
        Return();
    }

    /// <summary>Sends nothing more; waits for what is on its way.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _sending;
        }
        catch (Exception error) when (error is Core.Errors.DbSafetyException or OperationCanceledException)
        {
            // Told where the next part was written; here it only has to be over.
        }

        Return();
        await base.DisposeAsync();
    }

    // Parts are cut where they are full, not where somebody flushes.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is written without blocking a thread.");

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await _sending;
        var (part, buffer, length) = (_part++, _buffer, _filled);
        _buffer = ArrayPool<byte>.Shared.Rent(Smallest);
        _filled = 0;
        _sending = SendAsync(part, buffer, length, cancellationToken);
    }

    private async Task SendAsync(int part, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        try
        {
            await upload.SendAsync(part, buffer.AsMemory(0, length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A small file needs no whole part's memory.
    private void Reserve(int wanted)
    {
        if (wanted <= _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, _buffer.Length * 2));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Return()
    {
        if (_ended)
            return;
        _ended = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
