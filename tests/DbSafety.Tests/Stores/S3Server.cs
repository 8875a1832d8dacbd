using DbSafety.Engine.Sandbox;

namespace DbSafety.Tests.Stores;

/// <summary>A small server that speaks the language of S3, but knows no conditional writes and lists no uploads: one for all tests of a run.</summary>
internal sealed class S3Server
{
    /// <summary>The bucket that it is started with.</summary>
    public const string Bucket = "backups";

    // Its only key, which its documentation names.
    private const string Key = "S3RVER";
    private const string Version = "3.7.1";

    private static readonly Lazy<Task<S3Server>> One = new(StartAsync);

    // Held, since a collected process object closes the pipe that the server watches.
    private readonly NodeProgram _process;

    private S3Server(int port, NodeProgram process)
    {
        Port = port;
        _process = process;
    }

    public int Port { get; }

    public static IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = Key, ["AWS_SECRET_ACCESS_KEY"] = Key };

    /// <summary>The running one; the test is skipped where there is none to be had.</summary>
    public static async Task<S3Server> GetAsync()
    {
        try
        {
            return await One.Value;
        }
        catch (NodeMissingException error)
        {
            Xunit.Skip.If(true, error.Message);
            throw;
        }
    }

    /// <summary>A place under a new prefix.</summary>
    public string Location(string more = "", int? port = null) =>
        $"s3://{Bucket}/{Guid.NewGuid():N}/nightly?endpoint={Uri.EscapeDataString($"http://127.0.0.1:{port ?? Port}")}&region=us-east-1{more}";

    private static async Task<S3Server> StartAsync()
    {
        var folder = await NodeProgram.InstallAsync("s3rver", Version);
        var data = Directory.CreateTempSubdirectory("dbsafety-s3-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(data, recursive: true);
        var port = FreePorts.Find(1)[0];
        string[] arguments = ["--directory", data, "--address", "127.0.0.1", "--port", $"{port}", "--silent", "--configure-bucket", Bucket];
        var process = await NodeProgram.StartAsync(Path.Combine(folder, "bin", "s3rver.js"), arguments, () => HttpPort.AnswersAsync(port));
        return new S3Server(port, process);
    }
}
