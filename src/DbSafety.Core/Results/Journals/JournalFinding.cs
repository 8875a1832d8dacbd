namespace DbSafety.Core.Results.Journals;

/// <summary>What is wrong with a journal, or what a person should know of it.</summary>
/// <param name="Id">
/// The stable id. In the table: <c>JournalRowEdited</c>, <c>JournalRowRemoved</c>, <c>JournalRowInserted</c>, <c>JournalRowsReordered</c>,
/// <c>JournalCut</c>, <c>JournalRestored</c>, <c>JournalUnprotected</c>. In the file: <c>FileLineEdited</c>, <c>FileLineRemoved</c>,
/// <c>FileLineInserted</c>, <c>FileLinesReordered</c>, <c>FileCut</c>. Against a head that was kept elsewhere: <c>HeadNotFound</c>. Notices:
/// <c>FileBehind</c>, <c>FileMissing</c>, <c>JournalMissing</c>, <c>DatabaseNotAsked</c>.
/// </param>
/// <param name="IsNotice">It is no sign of a change: the check passes with it.</param>
/// <param name="Place">Where it is.</param>
/// <param name="At">The position in the table, or the line of the file, from 1; null where it is about the whole.</param>
/// <param name="Message">What was found, in a sentence.</param>
public sealed record JournalFinding(string Id, bool IsNotice, JournalPlace Place, long? At, string Message);
