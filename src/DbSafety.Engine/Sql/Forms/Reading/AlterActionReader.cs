using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads one subcommand of ALTER TABLE, up to the comma after it.</summary>
internal static class AlterActionReader
{
    public static AlterAction Read(TokenCursor cursor)
    {
        var start = cursor.Index;
        var action = Action(cursor);
        var cascade = false;
        while (!cursor.AtEnd && !cursor.IsSymbol(','))
        {
            cascade |= cursor.IsWord("cascade") && !cursor.IsAnyWord(["delete", "update"], -1);
            cursor.Skip();
        }

        return action with { Cascade = cascade, Text = cursor.TextSince(start) };
    }

    private static AlterAction Action(TokenCursor cursor)
    {
        if (cursor.Take("add"))
            return Add(cursor);
        if (cursor.Take("drop"))
            return Drop(cursor);
        if (cursor.Take("alter", "constraint"))
            return new AlterAction(AlterActionKind.AlterConstraint) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("alter"))
        {
            _ = cursor.Take("column");
            return AlterColumnReader.Read(cursor);
        }

        if (cursor.Take("validate", "constraint"))
            return new AlterAction(AlterActionKind.ValidateConstraint) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("rename"))
            return Rename(cursor);
        if (cursor.Take("attach", "partition"))
            return new AlterAction(AlterActionKind.AttachPartition) { Other = cursor.TakeName() };
        if (cursor.Take("detach", "partition"))
            return new AlterAction(AlterActionKind.DetachPartition) { Other = cursor.TakeName(), Concurrently = cursor.TakeAny("concurrently", "finalize") };
        if (cursor.Take("set"))
            return Set(cursor);
        return Rest(cursor);
    }

    private static AlterAction Add(TokenCursor cursor)
    {
        if (ConstraintReader.Begins(cursor))
            return new AlterAction(AlterActionKind.AddConstraint) { Constraint = ConstraintReader.Read(cursor) };
        _ = cursor.Take("column");
        var ifNotExists = cursor.Take("if", "not", "exists");
        var column = ColumnReader.Read(cursor);
        return new AlterAction(AlterActionKind.AddColumn) { Column = column, Name = column?.Name, IfExists = ifNotExists };
    }

    private static AlterAction Drop(TokenCursor cursor)
    {
        var kind = cursor.Take("constraint") ? AlterActionKind.DropConstraint : AlterActionKind.DropColumn;
        if (kind == AlterActionKind.DropColumn)
            _ = cursor.Take("column");
        var ifExists = cursor.Take("if", "exists");
        return new AlterAction(kind) { Name = cursor.TakeName()?.Name, IfExists = ifExists };
    }

    private static AlterAction Rename(TokenCursor cursor)
    {
        if (cursor.Take("to"))
            return new AlterAction(AlterActionKind.RenameTable) { NewName = cursor.TakeName()?.Name };
        var kind = cursor.Take("constraint") ? AlterActionKind.RenameConstraint : AlterActionKind.RenameColumn;
        if (kind == AlterActionKind.RenameColumn)
            _ = cursor.Take("column");
        var name = cursor.TakeName()?.Name;
        _ = cursor.Take("to");
        return new AlterAction(kind) { Name = name, NewName = cursor.TakeName()?.Name };
    }

    private static AlterAction Set(TokenCursor cursor)
    {
        if (cursor.Take("schema"))
            return new AlterAction(AlterActionKind.SetSchema) { Other = cursor.TakeName() };
        if (cursor.Take("tablespace"))
            return new AlterAction(AlterActionKind.SetTablespace) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("access", "method"))
            return new AlterAction(AlterActionKind.SetAccessMethod) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("logged"))
            return new AlterAction(AlterActionKind.SetLogged);
        return new AlterAction(cursor.Take("unlogged") ? AlterActionKind.SetUnlogged : AlterActionKind.SetOptions);
    }

    private static AlterAction Rest(TokenCursor cursor)
    {
        if (cursor.TakeAny("enable", "disable"))
        {
            var enable = cursor.IsWord("enable", -1);
            _ = cursor.TakeAny("always", "replica");
            if (cursor.Take("trigger"))
                return new AlterAction(enable ? AlterActionKind.EnableTrigger : AlterActionKind.DisableTrigger) { Name = cursor.TakeName()?.Name };
            return new AlterAction(cursor.IsWord("rule") ? AlterActionKind.ChangeRule : AlterActionKind.RowSecurity);
        }

        if (cursor.Take("cluster", "on"))
            return new AlterAction(AlterActionKind.ClusterOn) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("inherit"))
            return new AlterAction(AlterActionKind.Inherit) { Other = cursor.TakeName() };
        if (cursor.Take("no", "inherit"))
            return new AlterAction(AlterActionKind.NoInherit) { Other = cursor.TakeName() };
        if (cursor.Take("owner", "to"))
            return new AlterAction(AlterActionKind.Owner) { Name = cursor.TakeName()?.Name };
        if (cursor.Take("replica", "identity"))
            return new AlterAction(AlterActionKind.ReplicaIdentity);
        if (cursor.Take("force", "row") || cursor.Take("no", "force"))
            return new AlterAction(AlterActionKind.RowSecurity);
        return new AlterAction(cursor.Take("reset") ? AlterActionKind.SetOptions : AlterActionKind.Other);
    }
}
