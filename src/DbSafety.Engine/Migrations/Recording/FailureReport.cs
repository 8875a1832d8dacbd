using DbSafety.Core.Errors;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>The error that a run ends with: the cause, and the state that it left, with the next step.</summary>
internal static class FailureReport
{
    public static DbSafetyException Of(string id, ErrorKind kind, DbSafetyException cause, string state, string next) =>
        new(id, kind, cause.Message, cause)
        {
            State = state,
            NextStep = next,
            SqlState = cause.SqlState,
            Script = cause.Script,
            Line = cause.Line,
            Column = cause.Column,
            Detail = cause.Detail,
        };
}
