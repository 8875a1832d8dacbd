using System.Xml.Linq;

namespace DbSafety.Module;

/// <summary>
/// Makes the staged module's types of those in module/: each also says how deep it is written when it leaves its process, by a job or a
/// remote session. PowerShell's own answer, one level, makes texts of a backup's tables.
/// </summary>
internal static class StagedTypes
{
    private const int Depth = 4;

    public static void Finish(string staged, string written)
    {
        var types = XDocument.Load(written);
        foreach (var members in types.Descendants("MemberSet").Elements("Members"))
        {
            members.AddFirst(new XElement(
                "NoteProperty",
                new XElement("Name", "SerializationDepth"),
                new XElement("Value", Depth)));
        }

        types.Save(staged);
    }
}
