using System.Text;
using DbSafety.Engine.Backups;
using Xunit;

namespace DbSafety.Tests.Backups;

public sealed class BackupFileNamesTests
{
    private const string Id = "20241215_143022";

    [Theory]
    [InlineData("public", "products", "backup_20241215_143022_products.sql.gz")]
    [InlineData("farm", "products", "backup_20241215_143022_farm.products.sql.gz")]
    [InlineData("public", "Products", "backup_20241215_143022_%50roducts.sql.gz")]
    [InlineData("public", "a.b", "backup_20241215_143022_a%2eb.sql.gz")]
    [InlineData("public", "../etc", "backup_20241215_143022_%2e%2e%2fetc.sql.gz")]
    [InlineData("public", "é🌱", "backup_20241215_143022_%c3%a9%f0%9f%8c%b1.sql.gz")]
    [InlineData("public", "@schema", "backup_20241215_143022_%40schema.sql.gz")]
    public void A_table_has_a_file_name_that_every_file_system_takes(string schema, string name, string file) =>
        Assert.Equal(file, BackupFileNames.Table(Id, new TableName(schema, name)));

    [Fact]
    public void Long_names_are_shortened_and_stay_apart()
    {
        var names = Enumerable.Range(0, 10).Select(i => BackupFileNames.Table(Id, new TableName(new string('Ä', 31), new string('Ö', 30) + i))).ToList();
        Assert.Equal(10, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.InRange(Encoding.UTF8.GetByteCount(BackupFileNames.Partial(name)), 1, 255));
    }

    [Fact]
    public void The_id_is_read_from_each_kind_of_file()
    {
        foreach (var name in new[] { BackupFileNames.Manifest(Id), BackupFileNames.Schema(Id), BackupFileNames.Proof(Id), BackupFileNames.Reservation(Id), BackupFileNames.Partial(BackupFileNames.Manifest(Id)) })
            Assert.Equal(Id, BackupFileNames.IdIn(name));
        Assert.Null(BackupFileNames.IdIn("backup_of_mine.sql.gz"));
    }
}
