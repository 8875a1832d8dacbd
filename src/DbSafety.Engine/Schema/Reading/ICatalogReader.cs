namespace DbSafety.Engine.Schema.Reading;

/// <summary>Reads one kind of object with one query, or a fixed few.</summary>
internal interface ICatalogReader
{
    Task ReadAsync(Catalog catalog, CancellationToken cancellationToken);
}
