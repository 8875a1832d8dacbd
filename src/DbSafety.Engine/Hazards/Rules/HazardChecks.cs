namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Asks all rules about a statement.</summary>
internal static class HazardChecks
{
    public static void Check(StatementContext context)
    {
        IndexHazards.Check(context);
        ConstraintHazards.Check(context);
        ColumnHazards.Check(context);
        TypeChangeHazards.Check(context);
        RenameHazards.Check(context);
        DropHazards.Check(context);
        TableCommandHazards.Check(context);
        DataHazards.Check(context);
        TransactionHazards.Check(context);
        LimitHazards.Check(context);
        TypeHazards.Check(context);
        SecurityHazards.Check(context);
        NameHazards.Check(context);
    }
}
