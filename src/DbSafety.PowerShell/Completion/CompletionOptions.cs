using System.Collections;
using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Options;
using CoreParameter = DbSafety.Core.Commands.ParameterAttribute;
using Session = System.Management.Automation.PowerShell;

namespace DbSafety.PowerShell.Completion;

/// <summary>What is known of a command line that is still being typed.</summary>
internal static class CompletionOptions
{
    /// <summary>Takes the parameters that are there already and can be understood.</summary>
    public static void Fill(CommandOptions options, IDictionary parameters)
    {
        foreach (DictionaryEntry entry in parameters)
        {
            var option = options.GetType().GetProperty((string)entry.Key, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance);
            if (option?.GetCustomAttribute<CoreParameter>() is null)
                continue;
            var value = entry.Value is SwitchParameter flag ? flag.IsPresent : entry.Value;
            if (LanguagePrimitives.TryConvertTo(value, option.PropertyType, out var converted))
                option.SetValue(options, converted);
        }
    }

    /// <summary>The session's folder, which is not the process's.</summary>
    public static string Location()
    {
        using var session = Session.Create(RunspaceMode.CurrentRunspace);
        var location = session.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>();
        return location.Count > 0 ? location[0].ProviderPath : Directory.GetCurrentDirectory();
    }
}
