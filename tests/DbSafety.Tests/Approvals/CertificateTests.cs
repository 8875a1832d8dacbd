using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Keys;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>A certificate of the user's own store signs; it is put there, and taken away again.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly List<X509Certificate2> _stored = [];

    [Theory]
    [InlineData("thumbprint")]
    [InlineData("subject")]
    [InlineData("common name")]
    [InlineData("drive")]
    public async Task A_certificate_of_the_store_approves_by_any_of_its_names(string how)
    {
        var subject = $"dbsafety test {Guid.NewGuid():N}";
        var certificate = Store(subject, ECCurve.NamedCurves.nistP256, DateTimeOffset.UtcNow.AddHours(1));
        await using var bench = await ApprovalBench.CreateAsync();
        await File.WriteAllTextAsync(Path.ChangeExtension(bench.KeyPath("ada"), ".pub.pem"), certificate.ExportCertificatePem());
        await bench.SubmitAsync();
        var approved = await bench.ApproveAsync("ada", options => (options.Key, options.Certificate) = (null, how switch
        {
            "thumbprint" => certificate.Thumbprint.ToLowerInvariant(),
            "subject" => $"CN={subject}",
            "common name" => subject,
            _ => $@"Cert:\CurrentUser\My\{certificate.Thumbprint}",
        }));
        Assert.Equal((PlanApprovalState.Approved, "ada"), (approved.State, approved.Decisions.Single().Person));
        await bench.Project.MigrateAsync();
        Assert.True(await bench.Project.ExistsAsync("a"));
    }

    [Fact]
    public void Of_two_certificates_with_one_subject_the_one_that_is_valid_signs()
    {
        var subject = $"dbsafety test {Guid.NewGuid():N}";
        Store(subject, ECCurve.NamedCurves.nistP256, DateTimeOffset.UtcNow.AddDays(-1));
        var good = Store(subject, ECCurve.NamedCurves.nistP256, DateTimeOffset.UtcNow.AddHours(1));
        using (var key = SigningKey.OfStore(subject, DateTimeOffset.UtcNow))
            Assert.Equal(Engine.Approvals.Keys.PublicKey.Of(good, "good").KeyId, key.Public.KeyId);

        var other = Store(subject, ECCurve.NamedCurves.nistP256, DateTimeOffset.UtcNow.AddHours(1));
        var error = Assert.Throws<DbSafetyException>(() => SigningKey.OfStore(subject, DateTimeOffset.UtcNow));
        Assert.Equal("KeyNotReadable", error.Id);
        Assert.Contains(good.Thumbprint, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Thumbprint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_on_another_curve_or_one_that_is_not_there_is_refused()
    {
        var subject = $"dbsafety test {Guid.NewGuid():N}";
        Store(subject, ECCurve.NamedCurves.nistP384, DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal("KeyNotSupported", Assert.Throws<DbSafetyException>(() => SigningKey.OfStore(subject, DateTimeOffset.UtcNow)).Id);
        foreach (var name in (string[])[new string('0', 40), "nobody of that name", @"Cert:\CurrentUser\Root\" + new string('0', 40)])
            Assert.Equal("KeyNotReadable", Assert.Throws<DbSafetyException>(() => SigningKey.OfStore(name, DateTimeOffset.UtcNow)).Id);
    }

    public void Dispose()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        foreach (var certificate in _stored)
        {
            store.Remove(certificate);
            certificate.Dispose();
        }
    }

    private X509Certificate2 Store(string subject, ECCurve curve, DateTimeOffset until)
    {
        using var key = ECDsa.Create(curve);
        using var made = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), until);
        // Only what came from a file is kept with its private key on every system.
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.PersistKeySet | X509KeyStorageFlags.Exportable);
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(certificate);
        _stored.Add(certificate);
        return certificate;
    }
}
