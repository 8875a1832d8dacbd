using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using CoreParameter = DbSafety.Core.Commands.ParameterAttribute;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Fills a command's options from the bound parameters of the same names.</summary>
internal static class OptionsFiller
{
    public static TOptions Fill<TOptions>(TOptions options, PSCmdlet cmdlet)
        where TOptions : CommandOptions
    {
        foreach (var name in cmdlet.MyInvocation.BoundParameters.Keys)
        {
            var option = typeof(TOptions).GetProperty(name);
            if (option?.GetCustomAttribute<CoreParameter>() is not { } parameter || cmdlet.GetType().GetProperty(name) is not { } property)
                continue;
            option.SetValue(options, Translate(property.GetValue(cmdlet), parameter, cmdlet));
        }

        options.WhatIf = CommonParameters.IsWhatIf(cmdlet);
        return options;
    }

    private static object? Translate(object? value, CoreParameter parameter, PSCmdlet cmdlet) => value switch
    {
        SwitchParameter flag => flag.IsPresent,
        string path when parameter.Completes == "path" => FileSystemPath(path, cmdlet),
        string[] paths when parameter.Completes == "path" => paths.Select(path => FileSystemPath(path, cmdlet)).ToArray(),
        string backup when parameter.Completes == "backups" && LooksLikeDrivePath(backup, cmdlet) => FileSystemPath(backup, cmdlet),
        _ => value,
    };

    /// <summary>A path from PowerShell's location, which is not the process's, and through its drives.</summary>
    private static string FileSystemPath(string path, PSCmdlet cmdlet)
    {
        if (ObjectStorePlace.IsOne(path))
            return path;
        var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem"
            ? resolved
            : throw new DbSafetyException("PathNotFileSystem", ErrorKind.InvalidArgument, $"'{path}' is not a path of the file system.")
            {
                State = "Nothing was changed.",
                NextStep = "Give a path of the file system; Get-PSDrive lists the drives.",
            };
    }

    // An id, which is no path, is left to the engine; "~/x" and "TestDrive:/x" only PowerShell understands.
    private static bool LooksLikeDrivePath(string text, PSCmdlet cmdlet) =>
        text.StartsWith('~') || cmdlet.SessionState.Path.IsPSAbsolute(text, out _);
}
