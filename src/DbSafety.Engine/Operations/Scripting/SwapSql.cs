using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>The SQL that makes tables beside the live ones and gives them their names.</summary>
internal sealed class SwapSql(NpgsqlConnection connection, DatabaseSchema schema, BackupSet set, SqlOutput output, IReadOnlyList<RestorePlan> plans)
{
    private readonly RestoreRefusals _refusals = new(set);
    private IReadOnlyList<ForeignKeyModel> _later = [];

    /// <summary>The schemas that the tables are made in, as SQL writes them.</summary>
    public IEnumerable<string> Sides => plans.Select(plan => plan.Table.Schema).Distinct().Select(name => Identifier.Quote(SideOf(set, plans, name)));

    private SwapNames Names { get; } = new(plans.Select(plan => plan.Table), name => SideOf(set, plans, name));

    /// <summary>Makes the tables beside the live ones, whole.</summary>
    public async Task BuildAsync(Func<RestorePlan, CancellationToken, Task> rows, CancellationToken cancellationToken)
    {
        output.AddAll(Sides.Select(side => $"CREATE SCHEMA {side}"));
        foreach (var plan in plans)
        {
            plan.SideTable = Names.Side(plan.Table.TableName);
            output.Space().Comment(plan.Table.QualifiedName).AddAll(Structure(plan, afterData: false).SelectMany(item => item.Statements).Select(Names.Rewrite));
            await rows(plan, cancellationToken);
            foreach (var item in Structure(plan, afterData: true))
                Complete(plan, item);
            output.AddAll(SwapBuilder.Sequences(plan.Table, Names)).Add($"ANALYZE {plan.SideTable}");
        }

        var swapped = plans.Select(plan => plan.Table.TableName).ToHashSet();
        foreach (var plan in plans)
            foreach (var (key, query) in await SwapBuilder.ReferencesAsync(connection, plan, swapped, cancellationToken))
                output.AddText(Refusal.Unless($"({query}) = 0", $"Rows of {key.Table.QualifiedName} point by {key.Name} to rows that the backup does not hold"));
    }

    /// <summary>Gives them their names, inside the transaction.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
            return;
        var live = plans.Select(plan => plan.Live!).ToList();
        var dependents = SwapDependents.Of(schema, live, reason => _refusals.NoSwap(plans[0].Table, reason));
        _later = [.. dependents.ForeignKeys.Where(key => SwapRunner.IsCheckedLater(schema, key))];
        var attics = SwapMoves.Attics(set, live, (await SessionTag.ReadAsync(connection, cancellationToken)).Suffix);
        output.Add($"LOCK TABLE {string.Join(", ", SwapRunner.Locked(schema, live))} IN ACCESS EXCLUSIVE MODE")
            .AddAll(dependents.Drops)
            .AddAll(SwapMoves.Out(set, schema, live, attics))
            .AddAll(plans.SelectMany(plan => SwapMoves.In(plan.Table, Names)));
        foreach (var plan in plans)
            Own(ManifestRelations.Tables(plan.Table), ManifestRelations.Sequences(plan.Table), plan.Table.Structure.SelectMany(item => item.Ownership));
        output.AddAll(dependents.Makes(_later)).AddAll(dependents.Ownership);
        foreach (var plan in plans)
            Keep(plan, attics[plan.Table.Schema]);
    }

    /// <summary>The foreign keys of large tables, after the commit.</summary>
    public void CheckLater() =>
        output.AddAll(_later.Select(key => $"ALTER TABLE {key.Table.QualifiedName} VALIDATE CONSTRAINT {Identifier.Quote(key.Name)}"));

    private static string SideOf(BackupSet set, IEnumerable<RestorePlan> plans, string schema) =>
        $"dbsafety_script_{set.Id}_s{plans.Select(plan => plan.Table.Schema).Distinct().ToList().IndexOf(schema) + 1}";

    private static IEnumerable<ManifestStatements> Structure(RestorePlan plan, bool afterData) => plan.Table.Structure.Where(item => item.AfterData == afterData);

    private void Complete(RestorePlan plan, ManifestStatements item)
    {
        if (item.Kind != nameof(SchemaObjectKind.ForeignKey))
        {
            output.AddAll(item.Statements.Select(Names.Rewrite));
            return;
        }

        // A foreign key to a table that is gone is left out, as the restore leaves it out and tells it.
        var referenced = plan.Table.Objects.FirstOrDefault(other => other.Key == item.Key)?.References;
        if (referenced is not null && !schema.Tables.Any(table => table.QualifiedName == referenced) && plans.All(other => other.Table.QualifiedName != referenced))
        {
            output.Comment($"{item.Key} is left out: there is no {referenced}");
            return;
        }

        var add = Names.Rewrite(item.Statements[0]);
        var apart = SwapBuilder.IsApart(plan.Table, add);
        output.Add(add + (apart ? " NOT VALID" : ""));
        if (apart)
            output.Add(SwapBuilder.Checking(item, Names));
        output.AddAll(item.Statements.Skip(1).Select(Names.Rewrite));
    }

    // What the live table has of rights, policies and triggers goes before what the backup has.
    private void Keep(RestorePlan plan, string attic)
    {
        var own = new TableScript(schema, plan.Live!, new HashSet<TableName>()).Own;
        var backedUp = plan.Table.Objects.ToDictionary(item => item.Key, item => item.Fingerprint);
        foreach (var part in SwapCheck.Parts(plan.Live!, schema).Where(part => ManifestRelations.Tables(plan.Table).Contains(new TableName(part.Schema, part.Name))))
        {
            output.Add($"ALTER TABLE {part.QualifiedName} {(part.RowSecurity ? "ENABLE" : "DISABLE")} ROW LEVEL SECURITY")
                .Add($"ALTER TABLE ONLY {part.QualifiedName} {(part.ForceRowSecurity ? "FORCE" : "NO FORCE")} ROW LEVEL SECURITY");
        }

        foreach (var item in plan.Table.Structure.Where(item => !item.IsPart && item.Kind is nameof(SchemaObjectKind.Trigger) or nameof(SchemaObjectKind.Policy) && !item.IsPart))
        {
            var now = own.FirstOrDefault(other => other.Identity == item.Key);
            if (now is null ? item.Kind == nameof(SchemaObjectKind.Policy) : now.Fingerprint != backedUp.GetValueOrDefault(item.Key))
                output.Add($"DROP {item.Key}");
        }

        output.AddAll(own.Where(SwapAccess.IsAccess).Where(item => backedUp.GetValueOrDefault(item.Identity) != item.Fingerprint).SelectMany(item => item.Statements));
        foreach (var item in own.Where(item => item.PartOf is null))
        {
            if (plan.Table.Structure.FirstOrDefault(other => other.Key == item.Identity && !other.IsPart) is not { } was || was.Ownership.SequenceEqual(item.OwnershipStatements))
                continue;
            IReadOnlyList<TableName> relation = item.Schema is null ? [] : [new TableName(item.Schema, item.Name)];
            Own(item.Kind == SchemaObjectKind.Table ? relation : [], item.Kind == SchemaObjectKind.Sequence ? relation : [], item.OwnershipStatements);
        }

        var kept = SwapCheck.Parts(plan.Live!, schema).SelectMany(part => part.OwnedSequences).Where(sequence => ManifestRelations.Sequences(plan.Table).Any(name => name.ToString() == sequence.QualifiedName));
        output.AddAll(kept.Select(sequence => SwapAccess.Forward(sequence.QualifiedName, $"{attic}.{Identifier.Quote(sequence.Name)}")));
    }

    // From nothing: default privileges may have given some.
    private void Own(IEnumerable<TableName> tables, IEnumerable<TableName> sequences, IEnumerable<string> statements)
    {
        foreach (var (name, kind) in tables.Select(name => (name, "TABLE")).Concat(sequences.Select(name => (name, "SEQUENCE"))))
        {
            output.AddText(GuardedSql.Block($"""
                DECLARE
                  role text;
                BEGIN
                  FOR role IN {SwapAccess.Grantees(name)} LOOP
                    EXECUTE {Identifier.Literal($"REVOKE ALL ON {kind} {name} FROM ")} || role;
                  END LOOP;
                END
                """));
        }

        output.AddText(GuardedSql.Tolerant(statements));
    }
}
