namespace DbSafety.Engine.Schema.Model;

/// <summary>Whether a column takes its values from a sequence of its own.</summary>
public enum IdentityKind
{
    None,

    /// <summary>INSERT needs OVERRIDING SYSTEM VALUE to give a value; COPY does not.</summary>
    Always,
    ByDefault,
}
