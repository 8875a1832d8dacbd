using System.Management.Automation;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>The session as the engine may see it. The engine calls from any thread; the pump carries it to the pipeline thread.</summary>
internal sealed class CmdletHost : IOperationHost, IPipelineHost, ISecretHost
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly Action<object> _receive;
    private readonly Prompts _prompts;
    private readonly ProgressWriter _progress;

    /// <summary>Made on the pipeline thread.</summary>
    public CmdletHost(PSCmdlet cmdlet, PipelinePump pump, CommandOptions options, Action<object> receive)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _receive = receive;
        _prompts = new Prompts(cmdlet, options);
        _progress = new ProgressWriter(Time);
        WorkingDirectory = cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        CanAsk = _prompts.CanAsk;
    }

    public TimeProvider Time => TimeProvider.System;

    public string WorkingDirectory { get; }

    public string UserName => Environment.UserName;

    public string MachineName => Environment.MachineName;

    public bool CanAsk { get; }

    public string? GetEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public void Verbose(string message) => _pump.Post(() => _cmdlet.WriteVerbose(CommandWording.ForPowerShell(message)));

    public void Warning(string message) => _pump.Post(() => _cmdlet.WriteWarning(CommandWording.ForPowerShell(message)));

    public void Step(StepReport step) => _pump.Post(() =>
    {
        _cmdlet.WriteInformation(step, ["DbSafety", "Step"]);
        _cmdlet.WriteVerbose(CommandWording.ForPowerShell(ProgressWriter.Narrate(step)));
        _cmdlet.WriteProgress(_progress.Record(step));
    });

    public void Progress(ProgressReport progress)
    {
        if (_progress.Record(progress) is { } record)
            _pump.Post(() => _cmdlet.WriteProgress(record));
    }

    public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) =>
        _pump.AskAsync(() => _prompts.Confirm(confirmation), cancellationToken);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) =>
        _pump.AskAsync(() => _prompts.Ask(question), cancellationToken);

    public bool RunsForeignCommands => true;

    public Task<IReadOnlyList<object>> RunPipelineAsync(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken) =>
        _pump.AskAsync(() => new SessionPipeline(_cmdlet).Run(pipeline, host, cancellationToken), CancellationToken.None);

    public Task<string?> FindConnectionAsync(string name, CancellationToken cancellationToken) =>
        _pump.AskAsync(() => new SecretVault(_cmdlet).Find(name), cancellationToken);

    public void Write(object result) => _pump.Post(() => _receive(result));
}
