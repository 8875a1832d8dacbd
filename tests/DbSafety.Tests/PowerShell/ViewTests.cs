using System.Xml.Linq;
using DbSafety.Core.Commands;
using Xunit;

namespace DbSafety.Tests.PowerShell;

/// <summary>Every result has a table and a list that fit it.</summary>
public sealed class ViewTests
{
    private static readonly Lazy<List<XElement>> Views = new(() =>
        [.. XDocument.Load(StagedModule.File("DbSafety.Format.ps1xml")).Descendants("View")]);

    /// <summary>The records that commands write, and the records in them.</summary>
    public static IEnumerable<object[]> Results =>
        CommandCatalog.All.Select(definition => definition.Command.Result).SelectMany(WithParts).Distinct().Select(type => new object[] { type });

    [Theory]
    [MemberData(nameof(Results))]
    public void A_result_has_a_table_and_a_list(Type result)
    {
        Assert.Single(ViewsOf(result), view => view.Element("TableControl") is not null);
        Assert.Single(ViewsOf(result), view => view.Element("ListControl") is not null);
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void A_view_shows_properties_that_exist(Type result)
    {
        var properties = result.GetProperties().Select(property => property.Name).ToList();
        var shown = ViewsOf(result).Descendants("PropertyName").Select(element => element.Value);
        Assert.Empty(shown.Except(properties));
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void A_list_shows_every_property(Type result)
    {
        var list = ViewsOf(result).Single(view => view.Element("ListControl") is not null).ToString();
        Assert.All(result.GetProperties(), property => Assert.Contains(property.Name, list, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void A_table_has_as_many_headers_as_columns_and_leaves_room_in_120(Type result)
    {
        var table = ViewsOf(result).Single(view => view.Element("TableControl") is not null);
        var headers = table.Descendants("TableColumnHeader").ToList();
        Assert.Equal(headers.Count, table.Descendants("TableColumnItem").Count());
        var widths = headers.Select(header => (int?)header.Element("Width")).ToList();

        // A column without a width takes what is left: at least 16 characters should be.
        Assert.InRange(widths.Sum(width => (width ?? 16) + 1) - 1, 1, 120);
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void A_result_has_properties_to_stand_for_it(Type result)
    {
        var type = XDocument.Load(StagedModule.File("DbSafety.Types.ps1xml")).Descendants("Type").Single(type => type.Element("Name")!.Value == result.FullName);
        var names = type.Descendants("ReferencedProperties").Elements("Name").Select(name => name.Value).ToList();
        Assert.NotEmpty(names);
        Assert.Empty(names.Except(result.GetProperties().Select(property => property.Name)));
    }

    private static List<XElement> ViewsOf(Type type) =>
        [.. Views.Value.Where(view => view.Element("ViewSelectedBy")!.Element("TypeName")!.Value == type.FullName)];

    private static IEnumerable<Type> WithParts(Type type) => type.GetProperties()
        .Select(property => property.PropertyType)
        .Select(part => part.IsGenericType ? part.GetGenericArguments()[0] : part)
        .Where(part => part.Assembly == type.Assembly && !part.IsEnum)
        .SelectMany(WithParts)
        .Prepend(type);
}
