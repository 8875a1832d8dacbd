using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Runbooks;

/// <summary>Texts that are not runbooks, or nearly: each is read, or refused with its place; none crashes, hangs, or takes more than 64 MiB.</summary>
public sealed class RunbookFuzzTests(ITestOutputHelper output)
{
    // What is allocated on the way, not only what is held at once: the stricter measure, and one that can be read exactly.
    private const long MostBytes = 64L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Errors of the whole file have no line in it.
    private static readonly string[] OfTheFile = ["RunbookFileEncoding", "RunbookFileTooLarge"];

    private static readonly string[] Pieces =
    [
        "&a", "*a", "!!binary", "!<tag:x>", "<<: *a", "---\n", "...\n", "%YAML 1.1\n", "? ", ": ", "- ", "| \n", ">-\n", "[", "]", "{", "}", "\"", "'", "#", ",", "\t", "\r", "\0", "\u0085", "\u2028", "\uFEFF",
        "\ud83d\ude00", "\ud83d", "${", "$steps.", "$inputs.x", "${run.", "$$", " -eq ", " -in (", "not ", "'", "2s", "1e999", "0x", "-0", ".inf", "~", "null", "steps:\n", "when: ", "run: ", "call: ", "onFailure: ", "retry: {", "timeout: 99999999999d",
        "inputs: ", "pattern: '(a+)+$'", "pattern: '['", "step: ", "id: ", "always:\n", "name: ", "runbook: 2", "commands: [",
    ];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["empty"] = "",
        ["white"] = " \n\n  \n",
        ["scalar"] = "hello",
        ["list"] = "- a\n- b\n",
        ["deep list"] = new string('[', 50_000),
        ["deep map"] = string.Concat(Enumerable.Range(0, 3000).Select(i => new string(' ', i) + "a:\n")),
        ["deep groups"] = "runbook: 1\nname: x\nsteps:\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{new string(' ', i * 4)}- step: s\n{new string(' ', i * 4)}  steps:\n")),
        ["laughs"] = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nsteps: *c\n",
        ["tag"] = "runbook: !!python/object:os.system 1\n",
        ["two documents"] = "runbook: 1\n---\nrunbook: 1\n",
        ["long scalar"] = "runbook: 1\nname: " + new string('a', 900_000),
        ["many keys"] = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i}: {i}\n")),
        ["many steps"] = "runbook: 1\nname: x\nsteps:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"- step: s{i}\n  run: Nothing\n")),
        ["many colons"] = new string(':', 200_000),
        ["many quotes"] = string.Concat(Enumerable.Repeat("'\"", 100_000)),
        ["open quote"] = "name: \"" + new string('\n', 100_000),
        ["question marks"] = string.Concat(Enumerable.Repeat("? ", 20_000)),
        ["dashes"] = string.Concat(Enumerable.Repeat("- ", 20_000)),
        ["nested when"] = "runbook: 1\nname: x\nsteps:\n- step: s\n  run: Get-SafeMigration\n  when: " + new string('(', 20_000) + "\n",
        ["long when"] = "runbook: 1\nname: x\nsteps:\n- step: s\n  run: Get-SafeMigration\n  when: " + string.Join(" -and ", Enumerable.Repeat("1 -eq 1", 20_000)) + "\n",
        ["nots"] = "runbook: 1\nname: x\nsteps:\n- step: s\n  run: Get-SafeMigration\n  when: " + string.Concat(Enumerable.Repeat("-not ", 20_000)) + "true\n",
        ["templates"] = "runbook: 1\nname: x\nsteps:\n- step: s\n  ask: \"" + string.Concat(Enumerable.Repeat("${", 50_000)) + "\"\n",
        ["bad pattern"] = "runbook: 1\nname: x\ninputs:\n  a: { pattern: '(a+)+$', default: " + new string('a', 5000) + "! }\nsteps:\n- step: s\n  run: Get-SafeMigration\n",
        ["surrogate"] = "runbook: 1\nname: \ud83d\n",
        ["line ends"] = "runbook: 1\r\nname: x\rsteps:\u2028- step: s\u0085  run: Get-SafeMigration\n",
    };

    private static readonly IReadOnlyList<string> Builtin = [.. BuiltInRunbooks()];

    public static TheoryData<string> CorpusNames => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(CorpusNames))]
    public async Task A_text_of_the_corpus_is_read_or_refused_with_its_place(string name) => await ReadAsync(name, Texts[name]);

    [Fact]
    public async Task A_text_made_at_random_is_read_or_refused_with_its_place()
    {
        var seed = Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"DBSAFETY_TEST_SEED={seed}");
        var random = new Random(seed);
        var refused = 0;
        var rounds = TestRun.IsLong ? 20_000 : 1500;
        for (var i = 0; i < rounds; i++)
            refused += await ReadAsync($"seed {seed}, text {i}", Mutate(random)) ? 0 : 1;
        Assert.InRange(refused, rounds / 10, rounds - 1);
    }

    [Fact]
    public void A_file_of_any_bytes_is_read_or_refused()
    {
        var random = new Random(4711);
        var path = Path.Combine(Directory.CreateTempSubdirectory("dbsafety-fuzz-").FullName, "some-bytes.yaml");
        for (var i = 0; i < 300; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Builtin[random.Next(Builtin.Count)]);
            for (var n = random.Next(1, 10); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, i % 7 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            if (Record.Exception(() => RunbookReader.Load(path)) is { } error)
                AssertLocated($"bytes {i}", error);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>One of the runbooks that ship, with some of its lines and characters changed, moved, doubled or gone.</summary>
    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Builtin[random.Next(Builtin.Count)]);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(6))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 0x250);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 300), text.Length - at)));
                    break;
                case 4:
                    var lines = text.ToString().Split('\n');
                    random.Shuffle(lines.AsSpan(random.Next(lines.Length)));
                    text = new StringBuilder(string.Join('\n', lines));
                    break;
                default:
                    text.Insert(at, new string(' ', random.Next(1, 9)));
                    break;
            }

            if (text.Length == 0)
                text.Append('a');
        }

        return text.ToString();
    }

    private static IEnumerable<string> BuiltInRunbooks()
    {
        var store = new RunbookStore(null, new TestHost());
        return store.Names.Select(name => store.Load(name).Text);
    }

    private async Task<bool> ReadAsync(string what, string text)
    {
        var work = Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(() => Read(text));
            return (Error: error, Bytes: GC.GetAllocatedBytesForCurrentThread() - before);
        });
        var (error, bytes) = await work.WaitAsync(Patience);
        Assert.True(bytes <= MostBytes, $"{what}: {bytes >> 20} MiB for a text of {text.Length} characters");
        if (error is null)
            return true;
        AssertLocated(what, error);
        return false;
    }

    private static void Read(string text)
    {
        var runbook = RunbookReader.Parse(text, "fuzz.yaml");
        var library = RunbookLibrary.Load(runbook, name => throw new DbSafetyException("RunbookNotFound", ErrorKind.NotFound, name));
        foreach (var problem in RunbookChecker.Check(library))
            Assert.True(problem.Place.Line > 0, problem.ToString());
    }

    private static void AssertLocated(string what, Exception error)
    {
        var typed = error as DbSafetyException ?? throw new InvalidOperationException($"{what}: {error}", error);
        Assert.False(string.IsNullOrEmpty(typed.NextStep), $"{what}: no next step: {typed.Message}");
        Assert.StartsWith("Runbook", typed.Id, StringComparison.Ordinal);
        if (!OfTheFile.Contains(typed.Id))
            Assert.True(typed is { Line: > 0, Column: > 0 }, $"{what}: no place: {typed.Id}: {typed.Message}");
    }
}
