namespace DbSafety.Module;

/// <summary>All that the help of one cmdlet is made from.</summary>
internal sealed record CommandHelp(CmdletFace Face, CommandPage Page);
