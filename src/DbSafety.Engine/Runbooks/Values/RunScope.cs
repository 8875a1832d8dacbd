using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>What the references of one runbook can see while it is carried out.</summary>
public sealed class RunScope
{
    private readonly Dictionary<string, JsonNode?> _steps = new(StringComparer.Ordinal);

    public RunScope(JsonObject inputs, JsonObject run)
    {
        Inputs = inputs;
        Run = run;
    }

    /// <summary>The inputs, with their defaults.</summary>
    public JsonObject Inputs { get; }

    /// <summary>The run: its id, runbook, target, folder.</summary>
    public JsonObject Run { get; }

    /// <summary>The step that failed last, with its error.</summary>
    public JsonNode? Failed { get; set; }

    /// <summary>One object that the step at hand gave, while its <c>expect</c> is decided.</summary>
    public JsonNode? Output { get; private set; }

    /// <summary>Keeps a step's result under its id.</summary>
    public void Keep(string id, JsonNode? output) => _steps[id] = output;

    /// <summary>The scope as it is for one object that a step gave.</summary>
    public RunScope With(JsonNode? output)
    {
        var scope = new RunScope(Inputs, Run) { Failed = Failed, Output = output };
        foreach (var (id, value) in _steps)
            scope._steps[id] = value;
        return scope;
    }

    /// <summary>What a path names; null where there is nothing.</summary>
    public JsonNode? Find(ReferencePath path)
    {
        var segments = path.Segments.AsEnumerable();
        JsonNode? node;
        if (path.Root == "steps")
        {
            if (path.Segments.Count == 0 || path.Segments[0].Name is not { } id)
                return null;
            node = _steps.GetValueOrDefault(id);
            segments = segments.Skip(1);
        }
        else
        {
            node = path.Root switch
            {
                "inputs" => Inputs,
                "output" => Output,
                "failed" => Failed,
                "run" => Run,
                _ => null,
            };
        }

        foreach (var segment in segments)
            node = JsonSteps.Take(node, segment);
        return node;
    }
}
