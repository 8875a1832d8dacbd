using System.Security.Cryptography;
using System.Text;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>A mark by which a hazard is known again when lines before it have moved.</summary>
internal static class HazardFingerprint
{
    public static string Of(MigrationHazard hazard) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{hazard.Rule}\0{hazard.Migration}\0{hazard.Object}\0{hazard.Statement}"))).ToLowerInvariant()[..32];
}
