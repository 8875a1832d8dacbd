namespace DbSafety.Core.Hosting;

/// <summary>One numbered step of a written procedure, when it begins and again when it ends.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">How many steps the procedure has.</param>
/// <param name="Name">The sentence of the procedure.</param>
/// <param name="State">Where the step stands.</param>
/// <param name="Detail">What was done and what was checked, for a person.</param>
public sealed record StepReport(int Number, int Count, string Name, StepState State, string? Detail = null);
