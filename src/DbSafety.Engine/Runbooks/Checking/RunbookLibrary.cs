using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>A runbook and all that it can reach by calls and escalations.</summary>
public sealed record RunbookLibrary(Runbook Root, IReadOnlyDictionary<string, Runbook> All, IReadOnlyList<RunbookProblem> Problems)
{
    /// <summary>Reads all that can be reached. A runbook that is not there, or cannot be read, is a problem of the step that names it.</summary>
    public static RunbookLibrary Load(Runbook root, Func<string, Runbook> load)
    {
        var all = new Dictionary<string, Runbook>(StringComparer.Ordinal) { [root.Name] = root };
        var problems = new List<RunbookProblem>();
        var open = new Queue<Runbook>([root]);
        while (open.TryDequeue(out var runbook))
        {
            foreach (var (name, place) in Mentions(runbook).Where(mention => !all.ContainsKey(mention.Name)))
            {
                try
                {
                    var found = load(name);
                    if (found.Name != name)
                        throw new DbSafetyException("RunbookNameDiffers", ErrorKind.InvalidProject, $"{found.Path} says that its name is {found.Name}.") { NextStep = "Give the file and the runbook one name." };
                    all.Add(name, found);
                    open.Enqueue(found);
                }
                catch (DbSafetyException error)
                {
                    problems.Add(new RunbookProblem(runbook.Path, place, $"The runbook {name} cannot be used: {error.Message}", error.NextStep ?? ""));
                }
            }
        }

        return new RunbookLibrary(root, all, problems);
    }

    /// <summary>The runbooks that one names, with the place.</summary>
    public static IEnumerable<(string Name, SourcePlace Place)> Mentions(Runbook runbook) => StepWalk.All(runbook).SelectMany(step => new[]
    {
        (Name: (step.Action as CallAction)?.Runbook, step.Place),
        (Name: step.OnFailure.EscalatesTo, step.Place),
    }).Where(mention => !string.IsNullOrEmpty(mention.Name)).Select(mention => (mention.Name!, mention.Place));
}
