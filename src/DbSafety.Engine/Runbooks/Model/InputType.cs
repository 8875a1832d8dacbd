namespace DbSafety.Engine.Runbooks.Model;

/// <summary>What an input of a runbook takes.</summary>
public enum InputType
{
    /// <summary>A text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A time such as <c>90s</c> or <c>2h</c>.</summary>
    Duration,

    /// <summary>A path of a file or folder.</summary>
    Path,

    /// <summary>The name of a target in <c>dbsafety.yaml</c>.</summary>
    Target,

    /// <summary>Anything that another runbook hands over.</summary>
    Object,
}
