namespace DbSafety.Engine.Approvals.Requests;

/// <summary>
/// A request that a run is about to use up, by a note that nobody else can make. It counts as used from the first statement of the change
/// on: where the run fails before that, the note is taken away again, and the request is as good as it was. A process that is killed in
/// between leaves the note; then it has to be asked for again.
/// </summary>
internal sealed class RequestUse(string? note) : IDisposable
{
    private string? _note = note;

    /// <summary>The change begins: the note stays.</summary>
    public void Keep() => _note = null;

    public void Dispose()
    {
        if (_note is { } path)
            File.Delete(path);
    }
}
