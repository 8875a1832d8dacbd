using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations.Comparing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Operations;

/// <summary>Compares a database's schema with a reference.</summary>
internal sealed class CompareDatabaseSchemaOperation : IOperation<CompareDatabaseSchemaOptions>
{
    public async Task RunAsync(CompareDatabaseSchemaOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("diff", cancellationToken);
        var reference = await References.FindAsync(options, target, session, host, cancellationToken);
        var schema = await SchemaReader.ReadAsync(session, cancellationToken);
        foreach (var warning in Warnings(options, reference, schema))
            host.Warning(warning);

        var expected = Narrow(reference.Entries, options, reference);
        var actual = Narrow(reference.Live(schema), options, reference);
        var differences = SchemaComparison.Compare(expected, actual);
        foreach (var difference in differences)
            host.Write(difference);
        var compared = expected.Select(entry => entry.Identity).Union(actual.Select(entry => entry.Identity)).Count();
        if (differences.Count > 0)
            throw Different(differences, compared, target.Name, reference.Name);
        host.Step(new StepReport(1, 1, "Compare schemas", StepState.Succeeded, $"{target.Name} equals {reference.Name}: {compared} objects were compared."));
    }

    private static List<SchemaEntry> Narrow(IEnumerable<SchemaEntry> entries, CompareDatabaseSchemaOptions options, SchemaReference reference)
    {
        var narrowed = entries.InSchemas(options.Schema);
        if (options.NoOwnership && reference.HasFingerprintsOnly)
            throw FingerprintsOnly(reference);
        return [.. options.NoOwnership || reference.HasNoOwnership ? narrowed.WithoutOwnership() : narrowed];
    }

    private static IEnumerable<string> Warnings(CompareDatabaseSchemaOptions options, SchemaReference reference, DatabaseSchema schema)
    {
        if (reference.ServerVersion is { } version && version / 10000 != schema.ServerVersion / 10000)
            yield return $"The servers are PostgreSQL {version / 10000} and {schema.ServerVersion / 10000}: the same object may be written in two ways.";
        foreach (var name in options.Schema.Where(name => reference.Entries.All(entry => entry.Schema != name) && !schema.Objects.Any(item => item.Schema == name)))
            yield return $"Neither side has a schema '{name}'.";
        foreach (var warning in schema.Warnings)
            yield return $"Not compared: {warning}";
    }

    private static DbSafetyException Different(IReadOnlyList<SchemaDifference> differences, int compared, string target, string reference)
    {
        var counts = string.Join(", ", differences.GroupBy(difference => difference.Change).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));
        return new DbSafetyException("SchemasDiffer", ErrorKind.Different, $"{target} differs from {reference} in {differences.Count} of {compared} objects: {counts}.")
        {
            State = "Nothing was changed.",
            NextStep = "Bring the difference in with a migration (dbsafety new), or take it back; --json has all of it.",
        };
    }

    private static DbSafetyException FingerprintsOnly(SchemaReference reference) =>
        new("OwnershipNotSeparable", ErrorKind.InvalidArgument, $"Of {reference.Name} only fingerprints were kept, and they cover owners and privileges.")
        {
            State = "Nothing was compared.",
            NextStep = "Leave out --no-ownership.",
        };
}
