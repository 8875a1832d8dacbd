using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Keys;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Approving;
using PublicKey = DbSafety.Engine.Approvals.Keys.PublicKey;

namespace DbSafety.Engine.Approvals.Policies;

/// <summary>The policy of one environment with its keys read. Its digest is part of every plan, so an approval holds under no other policy.</summary>
internal sealed class PolicyBook
{
    private PolicyBook(ApprovalPolicy policy, IReadOnlyList<ApprovalPerson> people, IReadOnlyList<KnownKey> keys)
    {
        Policy = policy;
        People = people;
        Keys = keys;
        Digest = CanonicalJson.Digest(Describe());
    }

    public ApprovalPolicy Policy { get; }

    public IReadOnlyList<ApprovalPerson> People { get; }

    public IReadOnlyList<KnownKey> Keys { get; }

    /// <summary><c>sha256:</c> and the digest over rules, people, roles and keys, wherever they are written.</summary>
    public string Digest { get; }

    /// <exception cref="DbSafetyException"><c>KeyNotReadable</c>, <c>KeyNotSupported</c>, <c>ApprovalKeyShared</c>.</exception>
    public static async Task<PolicyBook> OpenAsync(ProjectFolder? project, EnvironmentPolicy environment, CancellationToken cancellationToken)
    {
        var book = project?.Configuration.Approvals ?? new ApprovalBook();
        var folder = Path.GetDirectoryName(book.Path) ?? ".";
        var keys = new List<KnownKey>();
        foreach (var person in book.People)
            foreach (var key in person.Keys)
                keys.Add(await ReadAsync(person, key, folder, cancellationToken));
        if (keys.GroupBy(key => key.Key.KeyId).FirstOrDefault(group => group.Select(key => key.Person.Name).Distinct().Count() > 1) is { } shared)
            throw Shared(shared);
        return new PolicyBook(environment.Approvals, book.People, keys);
    }

    /// <summary>Whose account that is; null where the policy knows nobody of it.</summary>
    public ApprovalPerson? ByAccount(string account) => People.FirstOrDefault(person => person.Is(account));

    public KnownKey? ByKeyId(string keyId) => Keys.FirstOrDefault(key => key.Key.KeyId == keyId);

    private static async Task<KnownKey> ReadAsync(ApprovalPerson person, ApprovalKey key, string folder, CancellationToken cancellationToken)
    {
        var origin = key.IsText ? $"the key of {person.Name}" : $"{key.Source}, the key of {person.Name},";
        var path = key.IsText ? null : Path.GetFullPath(key.Source, folder);
        if (path is not null && !File.Exists(path))
            throw KeyErrors.NotReadable(origin, $"{path} is not there");
        var text = path is null ? key.Source : await File.ReadAllTextAsync(path, cancellationToken);
        var known = new KnownKey(person, PublicKey.Parse(text, origin), key.From, key.Until, key.Revoked);
        if (!text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            return known;
        using var certificate = X509Certificate2.CreateFromPem(text);
        return known with
        {
            From = known.From ?? new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            Until = known.Until ?? new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        };
    }

    private JsonObject Describe() => new()
    {
        ["points"] = new JsonObject(Enum.GetValues<ApprovalPoint>().Select(point => KeyValuePair.Create(point.Key(), (JsonNode?)Rule(point.Rule(Policy))))),
        ["breakGlass"] = Policy.BreakGlass is { } breakGlass ? Rule(breakGlass) : null,
        ["signedRequests"] = Policy.SignedRequests,
        ["validForMs"] = (long)Policy.ValidFor.TotalMilliseconds,
        ["emergencyValidForMs"] = (long)Policy.EmergencyValidFor.TotalMilliseconds,
        ["major"] = new JsonObject
        {
            ["hazards"] = Policy.Major.Hazards.ToString(),
            ["size"] = Policy.Major.Size,
            ["lossy"] = Policy.Major.Lossy,
            ["security"] = Policy.Major.Security,
        },
        ["people"] = new JsonArray([.. People.OrderBy(person => person.Name, StringComparer.Ordinal).Select(person => new JsonObject
        {
            ["name"] = person.Name,
            ["accounts"] = Texts(person.Accounts),
            ["roles"] = Texts(person.Roles),
            ["keys"] = new JsonArray([.. Keys.Where(key => key.Person == person).OrderBy(key => key.Key.KeyId, StringComparer.Ordinal).Select(key => new JsonObject
            {
                ["id"] = key.Key.KeyId,
                ["from"] = Moment(key.From),
                ["until"] = Moment(key.Until),
                ["revoked"] = key.Revoked,
            })]),
        })]),
    };

    internal static JsonObject Rule(ApprovalRule rule) => new() { ["how"] = rule.Mode.ToString().ToLowerInvariant(), ["people"] = rule.People, ["roles"] = Texts(rule.Roles) };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);

    private static string? Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DbSafetyException Shared(IEnumerable<KnownKey> keys) =>
        new("ApprovalKeyShared", ErrorKind.InvalidProject, $"{string.Join(" and ", keys.Select(key => key.Person.Name).Distinct())} have the same key in the approval policy: nobody could tell who has signed.")
        {
            State = "Nothing was changed.",
            NextStep = "Give each person a key of their own: dbsafety key",
        };
}
