using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Compares a database's schema with what it should be.</summary>
[Cmdlet(VerbsData.Compare, "DatabaseSchema")]
[OutputType(typeof(SchemaDifference))]
public sealed class CompareDatabaseSchemaCommand : DatabaseCommand<CompareDatabaseSchemaOptions>
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string? Reference { get; set; }

    [Parameter]
    [ConnectionText]
    [ValidateNotNullOrEmpty]
    public string? ReferenceConnection { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Backup { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter Journal { get; set; }

    [Parameter]
    public string[] Schema { get; set; } = [];

    [Parameter]
    public SwitchParameter NoOwnership { get; set; }

    /// <summary>Differences are what was asked for, as with Compare-Object; a process needs an exit code for them, a pipeline does not.</summary>
    protected override void Receive(DbSafetyException error)
    {
        if (error.Kind == ErrorKind.Different)
            WriteVerbose(error.Message);
        else
            base.Receive(error);
    }
}
