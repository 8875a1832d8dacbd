namespace DbSafety.Engine.Projects.Layouts;

/// <summary>One way of naming and dividing migration files: ours, or another tool's.</summary>
public interface IMigrationLayout
{
    /// <summary>The name in <c>dbsafety.yaml</c>.</summary>
    string Name { get; }

    /// <summary>The pattern of its files, for a person.</summary>
    string Pattern { get; }

    /// <summary>The tool knows a migration by its whole name: two may have the same number, and are ordered by the rest of their names.</summary>
    bool AllowsSameNumber => false;

    /// <summary>True when the files are in this layout and could hardly be in another.</summary>
    bool Recognises(LayoutFolders folders);

    /// <summary>Reads the migrations.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">A file's name or form is wrong.</exception>
    LayoutReading Read(LayoutFolders folders);

    /// <summary>The files of a new migration, whose folder may not exist yet.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">The layout's files are made by its own tool.</exception>
    NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now);
}
