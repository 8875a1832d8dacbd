namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Something wrong in a YAML file, and where.</summary>
/// <param name="Id">The stable id of the error.</param>
/// <param name="Next">What to do about it.</param>
internal sealed record YamlProblem(string Id, string Message, string Next, int Line, int Column);
