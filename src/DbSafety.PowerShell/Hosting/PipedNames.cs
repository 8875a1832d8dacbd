namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Names that come down the pipeline and belong together: tables of one moment, migrations of one chain. They are collected, and the
/// command runs once for all of them.
/// </summary>
internal sealed class PipedNames
{
    private readonly List<string> _names = [];
    private string? _target;

    /// <summary>True once there is a name.</summary>
    public bool Any => _names.Count > 0;

    /// <summary>The names so far.</summary>
    public string[] Names => [.. _names];

    /// <summary>The target that they came from; null where they did not say.</summary>
    public string? Target => _target;

    /// <summary>Takes the names of one object. False where it came from another target than those before: they belong to another run.</summary>
    public bool TryAdd(IEnumerable<string> names, string? target)
    {
        if (Any && target != _target)
            return false;
        _target = target;
        _names.AddRange(names);
        return true;
    }

    /// <summary>Forgets them, for the next target's.</summary>
    public void Clear() => _names.Clear();
}
