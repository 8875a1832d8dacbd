using System.Management.Automation;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A Test cmdlet: it writes one Boolean for what it tested, and objects only with -Detailed, since an object would be true in every <c>if</c>.</summary>
internal interface ITestCommand
{
    SwitchParameter Detailed { get; }

    /// <summary>What one result says.</summary>
    Judgement Judge(object result);
}
