using System.Numerics;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>The symbols of DEFLATE (RFC 1951, 3.2.5).</summary>
internal static class DeflateSymbols
{
    public const int Literals = 286;
    public const int Distances = 30;
    public const int EndOfBlock = 256;
    public const int ShortestMatch = 3;
    public const int LongestMatch = 258;
    public const int Window = 32768;

    /// <summary>The order in which the lengths of the code for code lengths are written.</summary>
    public static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The symbol of each match length, less the shortest.</summary>
    public static byte[] LengthSymbols { get; } = Make();

    /// <summary>The first length of each length symbol, less the shortest.</summary>
    public static ReadOnlySpan<byte> LengthBases => [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 255];

    /// <summary>Bits that follow each length symbol.</summary>
    public static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The symbol of a distance, less one.</summary>
    public static int DistanceSymbol(int distance)
    {
        if (distance < 2)
            return distance;
        var bits = BitOperations.Log2((uint)distance);
        return (bits << 1) | ((distance >> (bits - 1)) & 1);
    }

    /// <summary>Bits that follow a distance symbol.</summary>
    public static int DistanceBits(int symbol) => symbol < 2 ? 0 : (symbol >> 1) - 1;

    private static byte[] Make()
    {
        var symbols = new byte[LongestMatch - ShortestMatch + 1];
        for (byte symbol = 0; symbol < LengthBases.Length; symbol++)
            for (var length = (int)LengthBases[symbol]; length < symbols.Length; length++)
                symbols[length] = symbol;
        return symbols;
    }
}
