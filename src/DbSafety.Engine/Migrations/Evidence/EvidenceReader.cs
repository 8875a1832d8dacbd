using System.Text.Json.Nodes;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;
using DbSafety.Engine.Sql.Forms.Reading;
using Npgsql;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>
/// What the catalog shows of a statement that ran outside a transaction: its end is in the journal only where the client lived to write
/// it, so that after a crash the database itself has to be asked (research G6).
/// </summary>
internal sealed class EvidenceReader(NpgsqlConnection session)
{
    /// <summary>The key of a journal row's detail that keeps <see cref="BeforeAsync"/>.</summary>
    public const string Before = "indexes_before";

    private readonly IndexEvidence _indexes = new(session);
    private readonly TableEvidence _tables = new(session);
    private readonly ObjectEvidence _objects = new(session);

    /// <summary>What has to be known of the catalog before the statement, so that afterwards its work can be told from what was there.</summary>
    public Task<JsonArray?> BeforeAsync(SqlStatement statement, CancellationToken cancellationToken) =>
        _indexes.BeforeAsync(statement, FormReader.Read(statement), cancellationToken);

    /// <summary>What the catalog shows now.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="before">What <see cref="BeforeAsync"/> gave; null where that was not kept.</param>
    public async Task<StatementEvidence> ReadAsync(SqlStatement statement, JsonArray? before, CancellationToken cancellationToken)
    {
        var facts = statement.Facts;
        if (facts.AddsEnumValue is { } value)
            return await _objects.EnumValueAsync(value, statement, cancellationToken);
        return FormReader.Read(statement) switch
        {
            CreateIndexForm create => await _indexes.CreatedAsync(statement, create, before, cancellationToken),
            DropForm { Kind: "INDEX" } drop => await _indexes.DroppedAsync(statement, drop, cancellationToken),
            AlterTableForm alter when await _tables.AlteredAsync(statement, alter, cancellationToken) is { } evidence => evidence,
            _ when facts.Tag == "REINDEX" => await _indexes.RebuiltAsync(statement, before, cancellationToken),
            // Each of these leaves the same behind however often it runs.
            _ when facts.Tag is "VACUUM" or "ANALYZE" or "CLUSTER" or "REFRESH MATERIALIZED VIEW" or "CHECKPOINT" || facts.Class == StatementClass.Session =>
                new StatementEvidence(StatementState.Repeatable, "it changes no content, and can be run again"),
            _ => await _objects.OfTagAsync(statement, cancellationToken)
                ?? new StatementEvidence(StatementState.Unknown, $"{facts.Tag} commits by itself, and what it has done does not show in the catalog"),
        };
    }
}
