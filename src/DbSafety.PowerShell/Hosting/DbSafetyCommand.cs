using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>What every cmdlet does: fills the options from its parameters, has the engine run them, and writes what comes.</summary>
public abstract class DbSafetyCommand<TOptions> : PSCmdlet, IDisposable
    where TOptions : CommandOptions, new()
{
    private readonly CancellationTokenSource _stopping = new();
    private HashSet<string> _typed = [];
    private Verdict? _verdict;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    /// <summary>True for a parameter that was typed, false for one that came down the pipeline.</summary>
    protected bool WasTyped(string parameter) => _typed.Contains(parameter);

    protected override void BeginProcessing()
    {
        _typed = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
        _verdict = this is ITestCommand test ? new Verdict(this, test) : null;
    }

    protected override void ProcessRecord()
    {
        Run();
        _verdict?.Tell();
    }

    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>The options as the parameters say, at this record of the pipeline.</summary>
    protected virtual TOptions Options() => OptionsFiller.Fill(new TOptions(), this);

    /// <summary>Takes one result of the command.</summary>
    protected virtual void Receive(object result)
    {
        if (result is TextDocument document)
            WriteObject(document.Text);
        else if (_verdict is not null)
            _verdict.Take(result);
        else if (this is not IPassThruCommand { PassThru.IsPresent: false } || Hosting.CommonParameters.IsWhatIf(this))
            WriteObject(result);
    }

    /// <summary>Takes the error that ended the command. It ends the pipeline, unless more input waits that may do better.</summary>
    protected virtual void Receive(DbSafetyException error)
    {
        if (_verdict?.Take(error) == true)
            return;
        var record = ErrorRecords.From(error, this);
        if (MyInvocation.ExpectingInput)
            WriteError(record);
        else
            ThrowTerminatingError(record);
    }

    private protected void Run()
    {
        using var pump = new PipelinePump();
        try
        {
            var options = Options();
            var host = new CmdletHost(this, pump, options, Receive);
            pump.Run(token => EngineDoor.Runner.RunAsync(options, host, token), _stopping);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Ctrl-C: PowerShell says so itself.
        }
        catch (DbSafetyException) when (_stopping.IsCancellationRequested)
        {
            // What a cancelled command complains of is of no interest any more.
        }
        catch (DbSafetyException error)
        {
            Receive(error);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }
}
