namespace DbSafety.Engine.Sql;

/// <summary>The data lines between <c>COPY … FROM STDIN;</c> and <c>\.</c>, which go to the server as they are.</summary>
/// <param name="Data">The lines with their line ends, without the closing <c>\.</c>; empty where there are none.</param>
/// <param name="Offset">Where the data begins in the script's text, from 0.</param>
/// <param name="Line">The line of the first data line, from 1.</param>
public sealed record CopyBlock(ReadOnlyMemory<char> Data, int Offset, int Line);
