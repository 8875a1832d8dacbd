using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Sandbox;

public sealed class SandboxServerTests
{
    [Fact]
    public async Task A_server_answers_with_its_password_only_and_leaves_nothing_behind()
    {
        string folder;
        NpgsqlConnectionStringBuilder wrong;
        await using (var server = await SandboxServer.StartAsync(null, new EnvironmentHost(), CancellationToken.None))
        {
            folder = server.Folder;
            Assert.True(Directory.Exists(folder));
            await using var connection = new NpgsqlConnection(server.Connection.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            Assert.Equal(server.Major, connection.PostgreSqlVersion.Major);

            wrong = new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Password = "guess", Pooling = false };
            await using var stranger = new NpgsqlConnection(wrong.ConnectionString);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync());
            Assert.Equal("28P01", refused.SqlState);
        }

        Assert.False(Directory.Exists(folder));
        await using var late = new NpgsqlConnection(wrong.ConnectionString);
        await Assert.ThrowsAsync<NpgsqlException>(() => late.OpenAsync());
    }
}
