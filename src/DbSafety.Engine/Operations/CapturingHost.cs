using DbSafety.Core.Hosting;
using DbSafety.Engine.Hosting;

namespace DbSafety.Engine.Operations;

/// <summary>Keeps what one command hands out; all else goes to the host behind it.</summary>
internal class CapturingHost(IOperationHost outer) : PassingHost(outer)
{
    private readonly List<object> _results = [];

    public IReadOnlyList<object> Results
    {
        get
        {
            lock (_results)
                return [.. _results];
        }
    }

    public override void Write(object result)
    {
        lock (_results)
            _results.Add(result);
    }
}
