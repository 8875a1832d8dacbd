using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Makes one Boolean of the results of a Test cmdlet; with -Detailed it lets the objects through.</summary>
internal sealed class Verdict(PSCmdlet cmdlet, ITestCommand test)
{
    private bool? _passed;

    /// <summary>Takes one result.</summary>
    public void Take(object result)
    {
        var judgement = test.Judge(result);
        _passed = judgement.Passed && _passed != false;
        if (test.Detailed)
            cmdlet.WriteObject(result);
        else if (!judgement.Passed)
            cmdlet.WriteWarning(judgement.Complaint);
        else if (judgement.Remark is { } remark)
            cmdlet.WriteVerbose(remark);
    }

    /// <summary>
    /// Takes an error that is an outcome of the test, which is news only where no result said so before; false for any other, which is
    /// an error of the command.
    /// </summary>
    public bool Take(DbSafetyException error)
    {
        if (error.Kind is not (ErrorKind.CheckFailed or ErrorKind.BackupInvalid))
            return false;
        if (_passed == false)
            cmdlet.WriteVerbose(ErrorRecords.Text(error));
        else if (test.Detailed)
            cmdlet.WriteError(ErrorRecords.From(error, cmdlet));
        else
            cmdlet.WriteWarning(ErrorRecords.Text(error));
        _passed = false;
        return true;
    }

    /// <summary>Says it, and forgets it for the next input. Says nothing where nothing was tested: that is neither true nor false.</summary>
    public void Tell()
    {
        if (!test.Detailed && _passed is { } passed)
            cmdlet.WriteObject(passed);
        _passed = null;
    }
}
