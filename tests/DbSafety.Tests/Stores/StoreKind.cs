namespace DbSafety.Tests.Stores;

/// <summary>The kinds of places that the one contract is run over.</summary>
public enum StoreKind
{
    Folder,
    Azure,
    S3,
}
