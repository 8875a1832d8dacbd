namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>Where a sequence stands.</summary>
internal sealed record SequencePosition(string Name, long LastValue, bool IsCalled)
{
    public override string ToString() => IsCalled ? $"{LastValue}" : $"{LastValue} (not given out yet)";
}
