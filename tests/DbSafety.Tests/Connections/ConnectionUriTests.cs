using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using Xunit;

namespace DbSafety.Tests.Connections;

public sealed class ConnectionUriTests
{
    [Theory]
    [InlineData("postgres://me@db.example:6543/farm", "db.example", 6543, "me", null, "farm")]
    [InlineData("postgresql://me:s%40fe%2F@db.example/farm", "db.example", 5432, "me", "s@fe/", "farm")]
    // libpq would end the role at the first at sign; a password that holds one is what people have.
    [InlineData("postgres://me:s@fe@db.example/farm", "db.example", 5432, "me", "s@fe", "farm")]
    [InlineData("postgres://me:a#b@db.example/farm", "db.example", 5432, "me", "a#b", "farm")]
    [InlineData("postgres://me@%2Fvar%2Frun%2Fpostgresql/farm", "/var/run/postgresql", 5432, "me", null, "farm")]
    [InlineData("postgres://me@%2Fvar%2Frun%2Fpostgresql:5433/farm", "/var/run/postgresql", 5433, "me", null, "farm")]
    [InlineData("postgresql:///farm?host=/var/run/postgresql&user=me", "/var/run/postgresql", 5432, "me", null, "farm")]
    [InlineData("postgres://me@[::1]:6543/farm", "::1", 6543, "me", null, "farm")]
    [InlineData("postgres://me@[fe80::1]/farm", "fe80::1", 5432, "me", null, "farm")]
    [InlineData("postgres://me@one:5433,two:5434/farm?target_session_attrs=primary", "one:5433,two:5434", 5432, "me", null, "farm")]
    [InlineData("postgres://Me@DB.example/My%20Farm?application_name=a%26b", "DB.example", 5432, "Me", null, "My Farm")]
    public void Parts_are_those_of_libpq(string uri, string host, int port, string user, string? password, string database)
    {
        var connection = ConnectionText.Parse(uri, _ => null);
        Assert.Equal((host, port, user, password, database), (connection.Host, connection.Port, connection.Username, connection.Password, connection.Database));
    }

    [Fact]
    public void What_a_URI_lacks_comes_from_the_environment()
    {
        var connection = ConnectionText.Parse("postgres://", name => name switch { "PGHOST" => "h", "PGPORT" => "7", "PGUSER" => "u", "PGDATABASE" => "d", _ => null });
        Assert.Equal(("h", 7, "u", "d"), (connection.Host, connection.Port, connection.Username, connection.Database));
    }

    [Theory]
    [InlineData("postgres://me:hunter2@db.example:port/farm", "port")]
    [InlineData("postgres://me:hunter2@db.example:70000/farm", "port")]
    [InlineData("postgres://me:hunter2%zz@db.example/farm", "percent sign")]
    [InlineData("postgres://me:hunter2@db.example/farm?wrong", "no value")]
    [InlineData("postgres://me:hunter2@db.example/farm?wrong=1", "'wrong'")]
    public void What_is_wrong_is_said_without_the_password(string uri, string part)
    {
        var error = Assert.Throws<DbSafetyException>(() => ConnectionText.Parse(uri, _ => null));
        Assert.Equal("ConnectionTextInvalid", error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }
}
