namespace DbSafety.Engine.Projects.Layouts;

/// <summary>A script that is no SQL, such as a .go file of goose: it has a place in the order, and can only be recorded here.</summary>
/// <param name="Tool">What runs it, for a person.</param>
/// <param name="Id">The id of its migration.</param>
public sealed record ForeignProgram(string Tool, string Id)
{
    // What tools run besides SQL: goose's Go, node-pg-migrate's JavaScript, the fizz of Pop, and the languages of those that are written like them.
    private static readonly HashSet<string> Extensions = new([".go", ".js", ".ts", ".cjs", ".mjs", ".cts", ".mts", ".py", ".rb", ".exs", ".fizz", ".sh"], StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a file that may be one, and is no test of one.</summary>
    public static bool MayBe(string path) =>
        Extensions.Contains(Path.GetExtension(path)) && !ScriptFiles.Stem(path).EndsWith("_test", StringComparison.Ordinal) && !ScriptFiles.Stem(path).EndsWith(".d", StringComparison.Ordinal);
}
