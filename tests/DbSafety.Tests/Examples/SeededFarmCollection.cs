using Xunit;

namespace DbSafety.Tests.Examples;

[CollectionDefinition(Name)]
public sealed class SeededFarmCollection : ICollectionFixture<SeededFarm>
{
    public const string Name = "seeded farm";
}
