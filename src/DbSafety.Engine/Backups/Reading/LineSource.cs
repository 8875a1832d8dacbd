namespace DbSafety.Engine.Backups.Reading;

/// <summary>Gives a stream's lines as bytes, or what is buffered of it in larger pieces.</summary>
internal sealed class LineSource(Stream stream) : IAsyncDisposable
{
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 18);
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>What is buffered and not yet taken.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start.._end);

    /// <summary>The next line without its line feed; null at the end. It is valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + end);
                _start += searched + end + 1;
                return line;
            }

            searched = _end - _start;
            if (await FillAsync(cancellationToken))
                continue;
            if (searched == 0)
                return null;
            var last = _buffer.AsMemory(_start, searched);
            _start = _end;
            return last;
        }
    }

    /// <summary>Marks buffered bytes as taken.</summary>
    public void Take(int count) => _start += count;

    /// <summary>Buffers more; false at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        _ended = count == 0;
        return !_ended;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
