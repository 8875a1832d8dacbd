using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>The schema that tables are loaded into and compared in before a live table is touched. It is dropped at the end, however that comes.</summary>
internal sealed class SideSchema : IAsyncDisposable
{
    internal const string Prefix = "dbsafety_restore_";

    private readonly Sessions _sessions;
    private readonly NpgsqlConnection _connection;
    private readonly BackupSet _set;
    private readonly IOperationHost _host;
    private readonly Dictionary<string, string> _others = [];
    private bool _kept;

    private SideSchema(Sessions sessions, NpgsqlConnection connection, BackupSet set, string name, IOperationHost host)
    {
        _sessions = sessions;
        _connection = connection;
        _set = set;
        _host = host;
        Name = name;
    }

    public string Name { get; private set; }

    public static async Task<SideSchema> CreateAsync(Sessions sessions, NpgsqlConnection connection, BackupSet set, IOperationHost host, CancellationToken cancellationToken)
    {
        await SideRemoval.LeftoversAsync(connection, host, cancellationToken);
        var name = Prefix + set.Id + "_" + (await SessionTag.ReadAsync(connection, cancellationToken)).Suffix;
        try
        {
            await SqlText.RunStatementAsync(connection, $"CREATE SCHEMA {Identifier.Quote(name)}", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DbSafetyException("SideSchemaNotAllowed", ErrorKind.PermissionDenied, "A restore loads the backup into a side schema first, and the role may not create one.", error)
            {
                State = "Nothing was changed.",
                NextStep = $"Grant it: GRANT CREATE ON DATABASE {Identifier.Quote(sessions.Database)} TO the role.",
                SqlState = error.SqlState,
            };
        }

        return new SideSchema(sessions, connection, set, name, host);
    }

    /// <summary>Where a plan's rows are, as SQL writes it.</summary>
    public string TableOf(RestorePlan plan) => Identifier.Quote(Name, plan.SideName);

    /// <summary>Makes a schema beside this one for tables of a schema that keep their names.</summary>
    public async Task AddAsync(string schema, CancellationToken cancellationToken)
    {
        if (_others.ContainsKey(schema))
            return;
        var suffix = (await SessionTag.ReadAsync(_connection, cancellationToken)).Suffix;
        var name = $"{Prefix}{_set.Id}_s{_others.Count + 1}_{suffix}";
        await SqlText.RunStatementAsync(_connection, $"CREATE SCHEMA {Identifier.Quote(name)}", cancellationToken);
        _others[schema] = name;
    }

    /// <summary>The schema that stands for another one while its tables are made.</summary>
    public string Of(string schema) => _others[schema];

    /// <summary>The statement that makes the table that a plan's rows are loaded into.</summary>
    /// <param name="stays">It is kept for a person to look at.</param>
    public static string Create(RestorePlan plan, bool stays) =>
        $"CREATE {(stays ? "" : "UNLOGGED ")}TABLE {plan.SideTable} ({string.Join(", ", plan.Table.DataColumns.Select(column => $"{Identifier.Quote(column.Name)} {column.Type}"))})";

    /// <summary>Loads a table's rows and compares them there with the manifest.</summary>
    public async Task LoadAsync(RestorePlan plan, bool stays, Action<int> arrived, CancellationToken cancellationToken)
    {
        plan.SideTable = TableOf(plan);
        await MakeAsync(Create(plan, stays), plan.Table, cancellationToken);
        await FillAsync(plan, arrived, cancellationToken);
        await SqlText.RunStatementAsync(_connection, $"ANALYZE {plan.SideTable}", cancellationToken);
    }

    /// <summary>Loads the rows into the table that was made beside the live one, and compares them there.</summary>
    public async Task FillAsync(RestorePlan plan, Action<int> arrived, CancellationToken cancellationToken)
    {
        var started = _host.Time.GetTimestamp();
        var table = plan.Table;
        var names = table.DataColumns.Select(column => column.Name).ToList();
        await using var file = await BackupFileReader.OpenAsync(_set, table.File, cancellationToken);
        await TableRows.SkipToDataAsync(file, cancellationToken);
        await using (var copy = await CopyIn.BeginAsync(_connection, CopyStatements.In(plan.SideTable, names), cancellationToken))
        {
            await TableRows.ReadAsync(file, _set.Manifest, table, async rows =>
            {
                await copy.WriteAsync(rows, cancellationToken);
                arrived(rows.Length);
            }, cancellationToken);
            await copy.CompleteAsync();
        }

        plan.LoadTime = _host.Time.GetElapsedTime(started);
        await CompareAsync(_connection, plan, CopyStatements.Out(plan.SideTable, names, throughQuery: plan is { Mode: RestoreMode.Swap, Table.Kind: "partitioned" }), cancellationToken);
    }

    /// <summary>Makes something of a table; says what to do where a type that it needs is not there.</summary>
    public async Task MakeAsync(string statement, ManifestTable table, CancellationToken cancellationToken)
    {
        try
        {
            await SqlText.RunStatementAsync(_connection, statement, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new DbSafetyException("RestoreTypeMissing", ErrorKind.NotFound, $"Something that {table.QualifiedName} is made of is not in this database: {error.MessageText}.", error)
            {
                State = "No live table was changed.",
                NextStep = $"Make it first; its definition is in the file: gunzip -c {_set.PathOf(table.File.Name)}",
                SqlState = error.SqlState,
            };
        }
    }

    /// <summary>Keeps the schema under a name that no cleaning takes for a leftover.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var name = Name.Replace(Prefix, "dbsafety_aside_", StringComparison.Ordinal);
        await SqlText.RunStatementAsync(_connection, $"ALTER SCHEMA {Identifier.Quote(Name)} RENAME TO {Identifier.Quote(name)}", cancellationToken);
        Name = name;
        _kept = true;
        await SqlText.RunStatementAsync(_connection,
            $"COMMENT ON SCHEMA {Identifier.Quote(name)} IS {Identifier.Literal($"Tables of backup {_set.Id}, to look at. DROP SCHEMA … CASCADE when done.")}", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kept)
            return;
        try
        {
            await using var other = await _sessions.OpenAsync("restore", CancellationToken.None);
            foreach (var what in await SideRemoval.RunAsync(other, [.. _others.Values, Name], CancellationToken.None))
                _host.Warning($"What the restore had made for its tables stays: {what}");
        }
        catch (Exception error) when (error is DbSafetyException || PostgresErrors.IsDriverError(error))
        {
            _host.Warning($"The side schema {Name} could not be dropped ({error.Message}); the next restore drops it.");
        }
    }

    /// <summary>Refuses rows that are not those of the backup.</summary>
    public static void Require(RestorePlan plan, string digest, long rows)
    {
        if (rows == plan.Table.Rows && digest == plan.Table.ContentDigest)
            return;
        throw new DbSafetyException("BackupContentDiffers", ErrorKind.BackupInvalid,
            $"{plan.Table.QualifiedName} was loaded beside the live table and is not what was backed up: {rows} rows with {digest}, not {plan.Table.Rows} with {plan.Table.ContentDigest}.")
        {
            State = "No live table was changed; the side schema is dropped.",
            NextStep = "Use another backup set: dbsafety backups lists them.",
        };
    }

    private static async Task CompareAsync(NpgsqlConnection connection, RestorePlan plan, string copy, CancellationToken cancellationToken)
    {
        var (digest, rows) = await CopyOut.DigestAsync(connection, copy, _ => { }, cancellationToken);
        Require(plan, digest, rows);
    }
}
