using DbSafety.Engine.Schema.Reading;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes views and materialized views.</summary>
internal static class ViewStatements
{
    public static IReadOnlyList<string> Write(RelationDraft view, bool whole)
    {
        if (view.Kind == 'm')
        {
            var using_ = view.AccessMethod is null ? "" : $"\nUSING {Identifier.Quote(view.AccessMethod)}";
            // Filled after the data: see RelationNodes.
            return [.. TableStatements.InTablespace(view.Tablespace,
                    $"CREATE MATERIALIZED VIEW {view.Quoted}{using_}{TableStatements.StorageClause(view)} AS\n{view.Query}\nWITH NO DATA"),
                .. TableStatements.ColumnProperties(view)];
        }

        var replace = view.Node!.ShellNode is not null && !whole ? " OR REPLACE" : "";
        return [$"CREATE{replace} VIEW {view.Quoted}{TableStatements.StorageClause(view)} AS\n{view.Query}",
            .. view.Node.Parts.Where(part => whole || !part.IsApart).Select(part => part.Statement!)];
    }

    /// <summary>A view of the same columns that reads nothing: something for the others in a circle to refer to.</summary>
    public static IReadOnlyList<string> WriteShell(RelationDraft view) =>
    [
        $"CREATE VIEW {view.Quoted} AS\nSELECT\n    " + string.Join(",\n    ", view.Columns.Values.Select(column =>
            $"NULL::{column.TypeName}{(column.Collation is null ? "" : $" COLLATE {column.Collation}")} AS {Identifier.Quote(column.Name)}")),
    ];
}
