using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>
/// Makes a tree of a YAML text. What YAML has for programs (anchors, aliases, tags, merge keys, several documents) is refused: a
/// configuration that is reviewed by people should say what it says in one place.
/// </summary>
internal sealed class YamlDocumentReader
{
    private const int Deepest = 20;
    private const int MostNodes = 20_000;
    private readonly IParser _parser;
    private readonly string _path;
    private int _nodes;

    private YamlDocumentReader(string text, string path)
    {
        _parser = new Parser(new StringReader(text));
        _path = path;
    }

    /// <summary>Reads a text that holds one document; null where it is empty.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">It is not YAML, or not of the kind that is taken.</exception>
    public static YamlNode? Read(string text, string path)
    {
        var reader = new YamlDocumentReader(text, path);
        try
        {
            return reader.Document();
        }
        catch (YamlException error)
        {
            if (TabLine(text, (int)error.Start.Line) is { } line)
                throw YamlProblems.Error(path, new YamlProblem("ProjectFileMalformed", "This line is indented by a tab, which YAML does not take.", "Indent it by spaces.", line, 1));
            throw reader.Error("ProjectFileMalformed", error.Start, $"This is not well-formed YAML: {FirstSentence(error.Message)}",
                "Mend that line: look at the indentation (spaces, never tabs), the colon with its space, and the quotes.");
        }
        catch (Exception error) when (IsParserDefect(error))
        {
            throw reader.Error("ProjectFileMalformed", reader._parser.Current?.End ?? new Mark(0, 1, 1), "Behind this place the text is not well-formed YAML.",
                "Mend the lines from there on: look at brackets, braces and quotes that are not closed, and at the colon with its space.");
        }
    }

    // The parser has no word of its own for some texts, such as a plain value that is cut off by the end of a list around it.
    private static bool IsParserDefect(Exception error) => error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException;

    // The parser notices a tab only by what it breaks, at the end of the value before it.
    private static int? TabLine(string text, int from)
    {
        var lines = text.Split('\n');
        for (var line = from; line <= Math.Min(from + 1, lines.Length); line++)
        {
            if (lines[line - 1].TrimStart(' ').StartsWith('\t'))
                return line;
        }

        return null;
    }

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw Refused(_parser.Current!.Start, "A second document begins here", "Keep one document in the file.");
        return root;
    }

    private YamlNode Node(int depth)
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw Refused(alias.Start, "This is an alias", "Write the value out.");
        if (_parser.Accept<NodeEvent>(out var node) && !node.Anchor.IsEmpty)
            throw Refused(node.Start, "This value has an anchor", "Remove the anchor, and write the value out where it is wanted.");
        if (node is not null && !node.Tag.IsEmpty)
            throw Refused(node.Start, "This value has a tag", "Remove the tag.");
        if (depth > Deepest)
            throw Refused(_parser.Current!.Start, $"This is nested more than {Deepest} deep", "Is it the right file?");
        if (++_nodes > MostNodes)
            throw Refused(_parser.Current!.Start, $"This is value {MostNodes + 1} of the file", "Is it the right file? A person writes a page or two.");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return Scalar(scalar);
        return _parser.Accept<SequenceStart>(out _) ? List(depth) : Map(depth);
    }

    private static YamlScalar Scalar(Scalar scalar) =>
        new(scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any), (int)scalar.Start.Line, (int)scalar.Start.Column);

    private YamlList List(int depth)
    {
        var start = _parser.Consume<SequenceStart>().Start;
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new YamlList(items, (int)start.Line, (int)start.Column);
    }

    private YamlMap Map(int depth)
    {
        var start = _parser.Consume<MappingStart>().Start;
        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!.Start;
            if (Node(depth + 1) is not YamlScalar key)
                throw Refused(at, "This key is not a plain name", "Write the key as a name.");
            if (seen.TryGetValue(key.Value, out var before))
                throw Error("ProjectKeyDuplicate", at, $"{Safe.Key(key.Value)} is given twice; first in line {before}.", "Remove one of the two.");
            seen.Add(key.Value, key.Line);
            entries.Add(new(key, Node(depth + 1)));
        }

        return new YamlMap(entries, (int)start.Line, (int)start.Column);
    }

    private Core.Errors.DbSafetyException Refused(Mark at, string what, string next) => Error("ProjectFileForm", at, what + ", which is not taken here.", next);

    private Core.Errors.DbSafetyException Error(string id, Mark at, string message, string next) =>
        YamlProblems.Error(_path, new YamlProblem(id, message, next, (int)at.Line, (int)at.Column));

    private static string FirstSentence(string message) => message.TrimEnd('.') + ".";
}
