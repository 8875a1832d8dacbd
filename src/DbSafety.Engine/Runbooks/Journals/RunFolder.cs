using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>The folder of one run: its journal, the runbooks that it pinned, and who holds it.</summary>
public sealed record RunFolder(string Path)
{
    /// <summary>The run's id.</summary>
    public string RunId => System.IO.Path.GetFileName(Path);

    /// <summary>The copies of the runbooks that the run was started with.</summary>
    public string RunbooksPath => System.IO.Path.Combine(Path, "runbooks");

    private string LockPath => System.IO.Path.Combine(Path, "lock");

    private string StopPath => System.IO.Path.Combine(Path, "stop");

    /// <summary>Somebody asked the run to stop.</summary>
    public bool IsStopWanted => File.Exists(StopPath);

    /// <summary>A process carries the run out now, on this machine or on another that shares the folder.</summary>
    public bool IsHeld
    {
        get
        {
            if (!File.Exists(LockPath))
                return false;
            try
            {
                using var file = new FileStream(LockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>Holds the run until the result is disposed of; the operating system gives it back when the process dies.</summary>
    /// <exception cref="DbSafetyException"><c>RunHeld</c>.</exception>
    public IDisposable Hold()
    {
        Directory.CreateDirectory(Path);
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(LockPath))
        {
            throw new DbSafetyException("RunHeld", ErrorKind.LockBusy, $"The run {RunId} is carried out by another process now.", error)
            {
                State = "Nothing was run.",
                NextStep = $"Wait for it: dbsafety runs {RunId}; or stop it: dbsafety stop-run {RunId}",
            };
        }
    }

    public void WantStop(IOperationHost host) => File.WriteAllText(StopPath, $"{host.UserName}@{host.MachineName}\n");

    public void ForgetStop() => File.Delete(StopPath);
}
