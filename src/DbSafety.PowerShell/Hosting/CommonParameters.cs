using System.Management.Automation;

namespace DbSafety.PowerShell.Hosting;

/// <summary>What the user said with PowerShell's own parameters and preferences.</summary>
internal static class CommonParameters
{
    /// <summary>-WhatIf, or the preference where it is not given.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) =>
        Typed(cmdlet, "WhatIf") ?? LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference", false));

    /// <summary>-Confirm or -Confirm:$false; null where it is not given.</summary>
    public static bool? Confirm(PSCmdlet cmdlet) => Typed(cmdlet, "Confirm");

    private static bool? Typed(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;
}
