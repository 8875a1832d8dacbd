using DbSafety.Core.Errors;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Chooses the tables that a request means.</summary>
internal static class TableSelection
{
    /// <exception cref="DbSafetyException"><c>TableNotFound</c>, <c>SchemaNotFound</c>, <c>TableNotReadable</c>, <c>NothingToBackUp</c>.</exception>
    public static IReadOnlyList<TableCandidate> Choose(BackupRequest request, IReadOnlyList<TableCandidate> candidates)
    {
        var chosen = new List<TableCandidate>();
        var byName = candidates.ToDictionary(candidate => candidate.Name);
        foreach (var name in request.Tables)
            chosen.Add(byName.GetValueOrDefault(name) ?? throw NotFound(name.ToString(), candidates));
        foreach (var text in request.Patterns)
            chosen.AddRange(Match(new TablePattern(text), candidates));
        foreach (var schema in request.Schemas)
            chosen.AddRange(InSchema(schema, candidates));
        if (request.IsWholeDatabase)
            chosen.AddRange(candidates.Where(IsWholeTable));

        var result = chosen.DistinctBy(candidate => candidate.Name).ToList();
        var unreadable = result.Where(candidate => !candidate.MayRead && candidate.Kind != 'f').ToList();
        return unreadable.Count == 0 ? result : throw NotReadable(unreadable);
    }

    private static IEnumerable<TableCandidate> Match(TablePattern pattern, IReadOnlyList<TableCandidate> candidates)
    {
        var exact = candidates.Where(candidate => pattern.IsExactly(candidate.Name)).ToList();
        var matching = exact.Count > 0 ? exact : [.. candidates.Where(candidate => pattern.Matches(candidate.Name) && (!pattern.HasWildcard || IsWholeTable(candidate)))];
        if (!pattern.HasSchema)
            matching = InSearchPath(pattern, matching);
        return matching.Count > 0 ? matching : throw NotFound(pattern.Text, candidates);
    }

    // A bare name means the first table of that name in the search path, as it does in SQL.
    private static List<TableCandidate> InSearchPath(TablePattern pattern, List<TableCandidate> matching)
    {
        var visible = matching.Where(candidate => candidate.PathPosition is not null).OrderBy(candidate => candidate.PathPosition).ToList();
        return pattern.HasWildcard ? [.. visible.DistinctBy(candidate => candidate.Name.Name)] : [.. visible.Take(1)];
    }

    private static List<TableCandidate> InSchema(string schema, IReadOnlyList<TableCandidate> candidates)
    {
        var inSchema = candidates.Where(candidate => candidate.Name.Schema == schema && IsWholeTable(candidate)).ToList();
        return inSchema.Count > 0 ? inSchema : throw new DbSafetyException("SchemaNotFound", ErrorKind.NotFound, $"The schema {schema} does not exist or holds no table.")
        {
            State = "Nothing was written.",
            NextStep = "Name one of these schemas with --schema: " + string.Join(", ", candidates.Select(candidate => candidate.Name.Schema).Distinct()),
        };
    }

    private static bool IsWholeTable(TableCandidate candidate) => !candidate.IsPartition && candidate.Extension is null;

    private static DbSafetyException NotFound(string text, IReadOnlyList<TableCandidate> candidates)
    {
        var elsewhere = candidates.Where(candidate => candidate.Name.Name == text).Select(candidate => candidate.Name.ToString()).ToList();
        return new DbSafetyException("TableNotFound", ErrorKind.NotFound, $"There is no table {text}" + (elsewhere.Count > 0 ? " in the search path." : "."))
        {
            State = "Nothing was written.",
            NextStep = elsewhere.Count > 0
                ? $"Name it with its schema: {string.Join(" or ", elsewhere)}."
                : "Check the name; in it * and ? match, and double quotes keep dots and upper case as they are.",
        };
    }

    private static DbSafetyException NotReadable(List<TableCandidate> tables)
    {
        var names = string.Join(", ", tables.Select(table => table.Name.ToString()));
        return new DbSafetyException("TableNotReadable", ErrorKind.PermissionDenied, $"The role may not read {names}.")
        {
            State = "Nothing was written: a backup that silently lacks tables would be worse than none.",
            NextStep = $"Run as a role that may, or grant it: GRANT SELECT ON {names} TO the role; or name the tables that you want with --table.",
        };
    }
}
