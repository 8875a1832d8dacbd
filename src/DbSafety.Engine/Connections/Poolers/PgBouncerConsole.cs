using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using DbSafety.Core.Errors;
using Npgsql;

namespace DbSafety.Engine.Connections.Poolers;

/// <summary>
/// PgBouncer's admin console. It speaks PostgreSQL's protocol, but only its simple queries, which the driver does not send: so the few
/// messages are written here (PostgreSQL documentation, 55.7).
/// </summary>
internal sealed class PgBouncerConsole : IAsyncDisposable
{
    private const int ProtocolVersion = 196608;
    private readonly TcpClient _client = new();
    private readonly NpgsqlConnectionStringBuilder _connection;

    private PgBouncerConsole(NpgsqlConnectionStringBuilder connection) => _connection = connection;

    private NetworkStream Stream => _client.GetStream();

    /// <exception cref="DbSafetyException"><c>PoolerNotReached</c>.</exception>
    public static async Task<PgBouncerConsole> OpenAsync(NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken)
    {
        var console = new PgBouncerConsole(connection);
        try
        {
            await console._client.ConnectAsync(connection.Host!, connection.Port, cancellationToken);
            await console.SendAsync(null, [.. Int(ProtocolVersion), .. Text("user"), .. Text(connection.Username!), .. Text("database"), .. Text("pgbouncer"), 0], cancellationToken);
            await console.AuthenticateAsync(cancellationToken);
            return console;
        }
        catch (Exception error) when (error is SocketException or IOException or DbSafetyException)
        {
            await console.DisposeAsync();
            throw new DbSafetyException("PoolerNotReached", ErrorKind.Connection, $"The admin console of PgBouncer at {connection.Host}:{connection.Port} cannot be used: {error.Message}", error)
            {
                State = "Nothing was changed.",
                NextStep = "Check the target's pgbouncer in dbsafety.yaml, and that its role is one of admin_users.",
            };
        }
    }

    /// <summary>Runs a command, and gives the pooler's error; null where it is done.</summary>
    public async Task<string?> RunAsync(string command, CancellationToken cancellationToken)
    {
        await SendAsync('Q', [.. Text(command)], cancellationToken);
        string? failure = null;
        while (true)
        {
            var (kind, body) = await ReadAsync(cancellationToken);
            if (kind == 'E')
                failure = Message(body);
            if (kind == 'Z')
                return failure;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AuthenticateAsync(CancellationToken cancellationToken)
    {
        ScramExchange? scram = null;
        while (true)
        {
            var (kind, body) = await ReadAsync(cancellationToken);
            if (kind == 'Z')
                return;
            if (kind == 'E')
                throw new IOException(Message(body));
            if (kind != 'R')
                continue;
            var rest = body.AsMemory(4);
            switch (BinaryPrimitives.ReadInt32BigEndian(body))
            {
                case 3:
                    await SendAsync('p', [.. Text(Password)], cancellationToken);
                    break;
                case 5:
                    await SendAsync('p', [.. Text(Md5Answer.Of(_connection.Username!, Password, rest.Span))], cancellationToken);
                    break;
                case 10:
                    scram = new ScramExchange(Password);
                    var first = scram.First();
                    await SendAsync('p', [.. Text("SCRAM-SHA-256"), .. Int(first.Length), .. Encoding.UTF8.GetBytes(first)], cancellationToken);
                    break;
                case 11:
                    await SendAsync('p', Encoding.UTF8.GetBytes(scram!.Final(Encoding.UTF8.GetString(rest.Span))), cancellationToken);
                    break;
                case 12:
                    scram!.Verify(Encoding.UTF8.GetString(rest.Span));
                    break;
                default:
                    break;
            }
        }
    }

    private string Password => _connection.Password ?? "";

    private async Task SendAsync(char? kind, byte[] body, CancellationToken cancellationToken)
    {
        byte[] head = kind is { } letter ? [(byte)letter, .. Int(body.Length + 4)] : Int(body.Length + 4);
        await Stream.WriteAsync((byte[])[.. head, .. body], cancellationToken);
    }

    private async Task<(char Kind, byte[] Body)> ReadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[5];
        await Stream.ReadExactlyAsync(head, cancellationToken);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
        await Stream.ReadExactlyAsync(body, cancellationToken);
        return ((char)head[0], body);
    }

    // An error is a list of fields, each a letter and a text; M is the message.
    private static string Message(byte[] body) =>
        Encoding.UTF8.GetString(body).Split('\0').FirstOrDefault(field => field.StartsWith('M'))?[1..] ?? "it gave no reason.";

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
