namespace DbSafety.Engine.Schema.Reading;

/// <summary>
/// Subscriptions are listed and not scripted: their connection strings hold passwords that only superusers may read, and a copy of a
/// subscription would fetch from the same slot as the original.
/// </summary>
internal sealed class SubscriptionsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        """
        SELECT s.subname
        FROM pg_subscription s
        WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        ORDER BY s.subname COLLATE "C"
        """,
        row => catalog.Warnings.Add($"Subscription {row.Text("subname")} is not scripted: a copy would take over its slot, and its connection may hold a password."),
        cancellationToken);
}
