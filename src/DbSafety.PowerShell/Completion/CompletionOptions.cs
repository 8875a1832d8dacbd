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
            if (option?.GetCustomAttribute<CoreParameter>() is not { } parameter)
                continue;
            var value = entry.Value switch
            {
                SwitchParameter flag => flag.IsPresent,
                string path when parameter.Completes == "path" => FileSystemPath(path),
                var other => other,
            };
            if (LanguagePrimitives.TryConvertTo(value, option.PropertyType, out var converted))
                option.SetValue(options, converted);
        }
    }

    // A folder to look in has to be there; "~/x" and "TestDrive:/x" only PowerShell understands.
    private static string FileSystemPath(string path)
    {
        if (ObjectStorePlace.IsOne(path))
            return path;
        using var session = Session.Create(RunspaceMode.CurrentRunspace);
        var found = session.AddCommand("Resolve-Path").AddParameter("LiteralPath", path).AddParameter("ErrorAction", ActionPreference.Ignore).Invoke<PathInfo>();
        return found.Count == 1 ? found[0].ProviderPath : path;
    }

    /// <summary>The session's folder, which is not the process's.</summary>
    public static string Location()
    {
        using var session = Session.Create(RunspaceMode.CurrentRunspace);
        var location = session.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>();
        return location.Count > 0 ? location[0].ProviderPath : Directory.GetCurrentDirectory();
    }
}
