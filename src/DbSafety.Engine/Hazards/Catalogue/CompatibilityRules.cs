using static DbSafety.Core.Results.HazardSeverity;

namespace DbSafety.Engine.Hazards.Catalogue;

/// <summary>CP: what breaks applications that run.</summary>
internal static class CompatibilityRules
{
    public static IReadOnlyList<HazardRule> All { get; } =
    [
        new("CP01", "Column dropped", Warning, "An application that still names the column fails, and its values are gone from the table.", "Stop using it first; drop it in a later release") { Squawk = ["ban-drop-column"] },
        new("CP02", "Table dropped", Warning, "An application that still names the table fails, and its rows are gone.", "Rename it first, and drop it when nobody has missed it") { Squawk = ["ban-drop-table"] },
        new("CP03", "Column renamed", Warning, "An application that runs uses the old name.", "A new column, kept in step by a trigger; drop the old one later") { Squawk = ["renaming-column"] },
        new("CP04", "Table renamed", Warning, "An application that runs uses the old name.", "A view of the old name in the same transaction") { Squawk = ["renaming-table"] },
        new("CP05", "Schema renamed or dropped", Warning, "Every name in it changes at once, or all of it is gone.", "A new schema, and views in the old one"),
        new("CP06", "Enum value renamed", Warning, "An application that runs writes and expects the old value.", "Add the new value, move the rows, and leave the old one unused"),
        new("CP07", "Enum value added without a place", Info, "It becomes the greatest value, which comparisons and ORDER BY notice.", "ADD VALUE … BEFORE or AFTER") { Squawk = ["require-enum-value-ordering"] },
        new("CP08", "Enum type created", Info, "A value of an enum can never be removed.", "A text column with a CHECK, or a lookup table"),
        new("CP09", "New column that is NOT NULL without a default", Error, "It fails on a table with rows, and every INSERT that does not name the column fails from now on.", "A default, or add it nullable and fill it first") { Squawk = ["adding-required-field"] },
        new("CP10", "NOT NULL dropped", Info, "An application that reads the column may not expect NULL.", "Make sure that all readers take NULL first") { Squawk = ["ban-drop-not-null"] },
        new("CP11", "Column of type json", Warning, "json has no equality: SELECT DISTINCT, GROUP BY and UNION over the table fail.", "jsonb"),
        new("CP12", "Default changed", Info, "An ORM that has read the old default goes on writing it.", "Deploy the change of the code together with it"),
        new("CP13", "Foreign key dropped", Warning, "From now on nothing keeps rows that point to nowhere out.", "Keep it, or check the rows with a query in verify/"),
        new("CP14", "Unique index over rows that are there", Warning, "It fails where two rows have the same value.", "Look for duplicates first"),
        new("CP15", "Behaviour or security of a table changed", Warning, "A disabled trigger, a changed policy or a function's changed volatility changes what applications get, without an error.", "Say in the migration why"),
    ];
}
