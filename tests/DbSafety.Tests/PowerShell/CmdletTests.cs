using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Commands;
using DbSafety.PowerShell.Completion;
using Xunit;
using Declared = System.Management.Automation.ParameterAttribute;

namespace DbSafety.Tests.PowerShell;

/// <summary>The cmdlets and the commands of the Core agree: one definition, several faces.</summary>
public sealed class CmdletTests
{
    /// <summary>What only PowerShell has: a credential object, and the choice between a Boolean, nothing and objects.</summary>
    private static readonly string[] OnlyInPowerShell = ["Credential", "Detailed", "PassThru"];

    public static IEnumerable<object[]> Commands => Cmdlets.Commands();

    [Fact]
    public void Every_command_has_a_cmdlet_and_every_cmdlet_a_command() =>
        Assert.Equal(CommandCatalog.All.Select(definition => definition.Name).Order(), Cmdlets.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_cmdlet_is_a_sealed_class_named_after_its_verb_and_noun(string name)
    {
        var cmdlet = Cmdlets.All[name];
        Assert.True(cmdlet.IsSealed);
        Assert.Equal(name.Replace("-", "", StringComparison.Ordinal) + "Command", cmdlet.Name);
        Assert.Equal("DbSafety.PowerShell.Commands", cmdlet.Namespace);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_cmdlet_has_the_parameters_of_its_command_with_the_same_types(string name)
    {
        var cmdlet = Cmdlets.All[name];
        foreach (var parameter in CommandCatalog.Find(name)!.Parameters.Where(parameter => parameter.Name != "WhatIf"))
        {
            var property = Cmdlets.Parameter(cmdlet, parameter.Name);
            Assert.True(property is not null, $"{name} has no -{parameter.Name}.");
            Assert.Equal(parameter.IsSwitch ? typeof(SwitchParameter) : parameter.Property.PropertyType, property.PropertyType);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_cmdlet_has_no_parameter_that_its_command_lacks(string name)
    {
        var known = CommandCatalog.Find(name)!.Parameters.Select(parameter => parameter.Name).Concat(OnlyInPowerShell);
        Assert.Empty(Cmdlets.Parameters(Cmdlets.All[name]).Select(property => property.Name).Except(known));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Positions_aliases_and_what_is_required_agree(string name)
    {
        foreach (var parameter in CommandCatalog.Find(name)!.Parameters.Where(parameter => parameter.Name != "WhatIf"))
        {
            var property = Cmdlets.Parameter(Cmdlets.All[name], parameter.Name)!;
            var declared = Cmdlets.Attribute<Declared>(property);
            var aliases = Cmdlets.Attribute<AliasAttribute>(property)?.ConstructorArguments[0].Value as IEnumerable<CustomAttributeTypedArgument> ?? [];
            Assert.Equal(parameter.Parameter.Position, Cmdlets.Given(declared, nameof(Declared.Position)) ?? -1);
            Assert.Equal(parameter.Parameter.Required, Cmdlets.Given(declared, nameof(Declared.Mandatory)) ?? false);
            Assert.Equal(parameter.Parameter.Aliases, aliases.Select(alias => (string)alias.Value!));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_comes_down_the_pipeline_agrees(string name)
    {
        foreach (var parameter in CommandCatalog.Find(name)!.Parameters.Where(parameter => parameter.Parameter.FromPipeline))
        {
            var declared = Cmdlets.Attribute<Declared>(Cmdlets.Parameter(Cmdlets.All[name], parameter.Name)!);
            Assert.Equal(true, Cmdlets.Given(declared, nameof(Declared.ValueFromPipelineByPropertyName)));
        }

        Assert.InRange(Cmdlets.Parameters(Cmdlets.All[name]).Count(TakesValues), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_cmdlet_that_changes_something_takes_WhatIf_and_says_how_much_it_can_damage(string name)
    {
        var impact = CommandCatalog.Find(name)!.Command.Impact;
        var cmdlet = Cmdlets.Attribute<CmdletAttribute>(Cmdlets.All[name]);
        var supports = Cmdlets.Given(cmdlet, nameof(CmdletAttribute.SupportsShouldProcess)) ?? false;
        Assert.Equal(impact != ChangeImpact.None, supports);
        if (impact != ChangeImpact.None)
            Assert.Equal(Enum.Parse<ConfirmImpact>(impact.ToString()), (ConfirmImpact)(int)Cmdlets.Given(cmdlet, nameof(CmdletAttribute.ConfirmImpact))!);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_cmdlet_declares_what_it_writes(string name)
    {
        var declared = Cmdlets.Attribute<OutputTypeAttribute>(Cmdlets.All[name])!.ConstructorArguments[0].Value as IEnumerable<CustomAttributeTypedArgument>;
        Assert.Contains(CommandCatalog.Find(name)!.Command.Result, declared!.Select(argument => (Type)argument.Value!));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_Test_cmdlet_writes_a_Boolean_unless_details_are_asked_for(string name)
    {
        if (!name.StartsWith("Test-", StringComparison.Ordinal))
            return;
        var declared = Cmdlets.Attribute<OutputTypeAttribute>(Cmdlets.All[name])!.ConstructorArguments[0].Value as IEnumerable<CustomAttributeTypedArgument>;
        Assert.Contains(typeof(bool), declared!.Select(argument => (Type)argument.Value!));
        Assert.NotNull(Cmdlets.Parameter(Cmdlets.All[name], "Detailed"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_verb_is_an_approved_one(string name)
    {
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Contains(name.Split('-')[0], approved);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_parameter_whose_values_are_known_completes(string name)
    {
        foreach (var parameter in CommandCatalog.Find(name)!.Parameters.Where(parameter => parameter.Parameter.Completes is not (null or "path")))
        {
            var completer = Cmdlets.Attribute<ArgumentCompleterAttribute>(Cmdlets.Parameter(Cmdlets.All[name], parameter.Name)!);
            var expected = parameter.Parameter.Completes switch
            {
                "targets" => typeof(TargetCompleter),
                "tables" => typeof(TableCompleter),
                "migrations" => typeof(MigrationCompleter),
                "backups" => typeof(BackupCompleter),
                "runbooks" => typeof(RunbookCompleter),
                "runs" => typeof(RunCompleter),
                "hazards" => typeof(HazardCompleter),
                var other => throw new InvalidOperationException($"No completer for {other}."),
            };
            Assert.Equal(expected, completer?.ConstructorArguments[0].Value);
        }
    }

    private static bool TakesValues(PropertyInfo property) =>
        Cmdlets.Given(Cmdlets.Attribute<Declared>(property), nameof(Declared.ValueFromPipeline)) is true;
}
