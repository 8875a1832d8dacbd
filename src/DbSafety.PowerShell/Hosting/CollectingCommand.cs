using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that runs once for all the names that are piped to it, since they belong together.</summary>
public abstract class CollectingCommand<TOptions> : DatabaseChangeCommand<TOptions>
    where TOptions : DatabaseOptions, new()
{
    private readonly PipedNames _collected = new();
    private bool _isCollected;

    /// <summary>The parameter that takes the names.</summary>
    protected abstract string Collects { get; }

    /// <summary>The names that a record brought.</summary>
    protected abstract string[] Piped(TOptions options);

    /// <summary>Gives the options all of the names.</summary>
    protected abstract void Take(TOptions options, string[] names);

    protected override void ProcessRecord()
    {
        if (!MyInvocation.ExpectingInput || WasTyped(Collects))
        {
            base.ProcessRecord();
            return;
        }

        var options = Options();
        if (_collected.TryAdd(Piped(options), options.Target))
            return;
        RunCollected();
        _collected.TryAdd(Piped(options), options.Target);
    }

    protected override void EndProcessing()
    {
        if (_collected.Any)
            RunCollected();
    }

    protected override TOptions Options()
    {
        var options = base.Options();
        if (_isCollected)
        {
            Take(options, _collected.Names);
            options.Target = _collected.Target;
        }

        return options;
    }

    private void RunCollected()
    {
        _isCollected = true;
        base.ProcessRecord();
        _isCollected = false;
        _collected.Clear();
    }
}
