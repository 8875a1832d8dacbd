using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Envelopes;
using Xunit;

namespace DbSafety.Tests.Approvals;

public sealed class EnvelopeTests
{
    private static readonly Dsse Envelope = new("application/vnd.dbsafety.decision+json", "{\"a\":1}"u8.ToArray(), [new DsseSignature("sha256:ab", [1, 2, 3])]);

    [Fact]
    public void The_signed_bytes_are_those_of_the_specification() =>
        // The example of https://github.com/secure-systems-lab/dsse/blob/master/protocol.md.
        Assert.Equal("DSSEv1 29 http://example.com/HelloWorld 11 hello world", Encoding.UTF8.GetString(Dsse.PreAuthenticationEncoding("http://example.com/HelloWorld", "hello world"u8.ToArray())));

    [Fact]
    public void The_lengths_are_those_of_bytes() =>
        Assert.Equal("DSSEv1 2 é 3 €", Encoding.UTF8.GetString(Dsse.PreAuthenticationEncoding("é", "€"u8.ToArray())));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var read = Dsse.Read(Encoding.UTF8.GetBytes(Envelope.Write()), "x");
        Assert.Equal(Envelope.SignedBytes, read.SignedBytes);
        Assert.Equal("sha256:ab", read.Signatures.Single().KeyId);
        Assert.Equal([1, 2, 3], read.Signatures.Single().Bytes);
    }

    [Fact]
    public void No_beginning_of_an_envelope_is_one()
    {
        var whole = Encoding.UTF8.GetBytes(Envelope.Write());
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal("ApprovalEnvelopeInvalid", Assert.Throws<DbSafetyException>(() => Dsse.Read(whole[..length], "x")).Id);
    }

    [Theory]
    [InlineData("""{"payload":"e30=","payloadType":"t","signatures":[],"more":1}""")]
    [InlineData("""{"payload":"e30=","payload":"e30=","payloadType":"t","signatures":[]}""")]
    [InlineData("""{"payload":"e30=","signatures":[]}""")]
    [InlineData("""{"payload":1,"payloadType":"t","signatures":[]}""")]
    [InlineData("""{"payload":"%%","payloadType":"t","signatures":[]}""")]
    [InlineData("""{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"a"}]}""")]
    [InlineData("""{"payload":"e30=","payloadType":"t","signatures":{}}""")]
    [InlineData("""[]""")]
    public void What_lacks_or_adds_something_is_none(string text) =>
        Assert.Equal("ApprovalEnvelopeInvalid", Assert.Throws<DbSafetyException>(() => Dsse.Read(Encoding.UTF8.GetBytes(text), "x")).Id);
}
