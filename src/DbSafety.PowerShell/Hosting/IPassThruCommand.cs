using System.Management.Automation;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// A cmdlet at the end of a pipeline, which ends, stops or removes something: as PowerShell's own Stop-, Suspend- and Remove- cmdlets do,
/// it writes nothing unless -PassThru asks for it. Under -WhatIf it writes what it would do. A command whose object is the record of a
/// procedure, such as Undo-SafeMigration, is none of these.
/// </summary>
internal interface IPassThruCommand
{
    /// <summary>The help of the parameter, which is the same for all of them.</summary>
    const string Help = "Writes one object for what was done. Without it, the command writes nothing, except under -WhatIf.";

    SwitchParameter PassThru { get; }
}
