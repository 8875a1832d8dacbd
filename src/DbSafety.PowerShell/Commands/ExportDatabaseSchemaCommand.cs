using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Writes a database's schema as SQL.</summary>
[Cmdlet(VerbsData.Export, "DatabaseSchema", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SchemaExport))]
public sealed class ExportDatabaseSchemaCommand : DatabaseChangeCommand<ExportDatabaseSchemaOptions>
{
    [Parameter(Position = 0)]
    public string? Path { get; set; }

    [Parameter]
    public string[] Schema { get; set; } = [];

    [Parameter]
    public SwitchParameter NoOwnership { get; set; }
}
