using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Writes a database's schema as SQL.</summary>
[Command("Export", "DatabaseSchema", typeof(SchemaExport), ShortName = "schema", Impact = ChangeImpact.Low,
    Summary = "Writes the schema of a database as SQL: one file that psql restores, or a folder with one file per object, made for version control.")]
public sealed class ExportDatabaseSchemaOptions : DatabaseOptions
{
    /// <summary>The file or folder.</summary>
    [Parameter("Where to write: a name that ends in .sql for one file, any other for a folder with one file per object. Files of objects that are gone are removed from the folder, other files never. Default: the folder 'schema' of the project.", Position = 0, Completes = "path")]
    public string? Path { get; set; }

    /// <summary>Which schemas.</summary>
    [Parameter("Only these schemas; one file also has what they need from elsewhere.")]
    public string[] Schema { get; set; } = [];

    /// <summary>Without owners and privileges.</summary>
    [Parameter("Leaves owners and privileges out.")]
    public bool NoOwnership { get; set; }
}
