using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// What a Test cmdlet says: one Boolean for each thing that was tested, since an object would be true in every <c>if</c>; with -Detailed
/// the objects.
/// </summary>
internal sealed class Verdict(Cmdlet cmdlet, bool detailed)
{
    private bool? _passed;

    /// <summary>Takes one result; <paramref name="complaint"/> is what is said of one that did not pass.</summary>
    public void Take(object result, bool passed, string complaint)
    {
        _passed = passed && _passed != false;
        if (detailed)
            cmdlet.WriteObject(result);
        else if (!passed)
            cmdlet.WriteWarning(complaint);
    }

    /// <summary>
    /// Takes an error that is an outcome of the test, which is news only where no result said so before; false for any other, which is
    /// an error of the command.
    /// </summary>
    public bool Take(DbSafetyException error, IReadOnlyDictionary<string, object?> parameters)
    {
        if (error.Kind is not (ErrorKind.CheckFailed or ErrorKind.BackupInvalid))
            return false;
        var record = ErrorRecords.From(error, parameters);
        if (_passed == false)
            cmdlet.WriteVerbose(record.ErrorDetails.Message);
        else if (detailed)
            cmdlet.WriteError(record);
        else
            cmdlet.WriteWarning(record.ErrorDetails.Message);
        _passed = false;
        return true;
    }

    /// <summary>Says it, and forgets it for the next input. Says nothing where nothing was tested: that is neither true nor false.</summary>
    public void Tell()
    {
        if (!detailed && _passed is { } passed)
            cmdlet.WriteObject(passed);
        _passed = null;
    }
}
