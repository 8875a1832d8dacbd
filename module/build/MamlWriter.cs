using System.Globalization;
using System.Xml.Linq;

namespace DbSafety.Module;

/// <summary>Writes the help file in MAML, the form that Get-Help reads for compiled cmdlets.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Document(IEnumerable<CommandHelp> commands) =>
        new(new XDeclaration("1.0", "utf-8", null), new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), commands.Select(Item)));

    private static XElement Item(CommandHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Face.Name),
            new XElement(Command + "verb", help.Face.Definition.Command.Verb),
            new XElement(Command + "noun", help.Face.Definition.Command.Noun),
            Described([help.Face.Definition.Command.Summary])),
        Described(help.Page.Description),
        new XElement(Command + "syntax", Syntax(help.Face)),
        new XElement(Command + "parameters", help.Face.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(Parameter)),
        new XElement(Command + "inputTypes", Inputs(help.Face).Select(text => Type(Command + "inputType", text))),
        new XElement(Command + "returnValues", help.Face.Outputs.Select(type => Type(Command + "returnValue", type.FullName!))),
        new XElement(Command + "examples", help.Page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", help.Page.Related.Select(Link)));

    private static XElement Described(IEnumerable<string> paragraphs) =>
        new(Maml + "description", paragraphs.Select(text => new XElement(Maml + "para", text)));

    private static XElement Syntax(CmdletFace face) =>
        new(Command + "syntaxItem", new XElement(Maml + "name", face.Name), face.Parameters.Select(Parameter));

    private static XElement Parameter(ParameterFace parameter) => new(
        Command + "parameter",
        new XAttribute("required", parameter.Mandatory ? "true" : "false"),
        new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
        new XAttribute("globbing", "false"),
        new XAttribute("pipelineInput", PipelineInput(parameter)),
        new XAttribute("position", parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Described([parameter.Help, .. Choices(parameter)]),
        parameter.IsSwitch ? null : Value(parameter),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.IsSwitch ? "SwitchParameter" : TypeName(parameter.ValueType))),
        new XElement(Dev + "defaultValue", parameter.IsSwitch ? "False" : "None"));

    private static IEnumerable<string> Choices(ParameterFace parameter) =>
        parameter.ValueType.IsEnum ? [$"Values: {string.Join(", ", Enum.GetNames(parameter.ValueType))}."] : [];

    private static XElement Value(ParameterFace parameter) => new(
        Command + "parameterValue",
        new XAttribute("required", "true"),
        new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
        TypeName(parameter.ValueType));

    private static string PipelineInput(ParameterFace parameter) => (parameter.FromValue, parameter.FromProperty) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static IEnumerable<string> Inputs(CmdletFace face) =>
        face.Parameters.Where(p => p.FromValue).Select(p => p.ValueType.FullName!)
            .Concat(face.Parameters.Any(p => p.FromProperty) ? ["Objects with properties named as the parameters that take pipeline input."] : []);

    private static XElement Type(XName name, string text) => new(name, new XElement(Dev + "type", new XElement(Maml + "name", text)));

    private static XElement Example(CommandExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"---- Example {index + 1}: {example.Title} ----"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Select(text => new XElement(Maml + "para", text))));

    private static XElement Link(string name) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", name), new XElement(Maml + "uri"));

    internal static string TypeName(Type type) => type switch
    {
        { IsArray: true } => TypeName(type.GetElementType()!) + "[]",
        _ when type == typeof(string) => "string",
        _ when type == typeof(int) => "int",
        _ when type == typeof(long) => "long",
        _ => type.Name,
    };
}
