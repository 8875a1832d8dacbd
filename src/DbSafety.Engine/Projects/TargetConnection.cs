using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the connection of a target from where the project says that it is. No error repeats any of it.</summary>
internal static class TargetConnection
{
    public static NpgsqlConnectionStringBuilder Read(ProjectFolder project, TargetSettings target, IOperationHost host)
    {
        var connection = ConnectionText.Parse(Text(project, target, host), host.GetEnvironmentVariable);
        if (target.PasswordVariable is { } variable)
            connection.Password = Variable(project, target, "passwordVariable", variable, host);
        if (target.PasswordFile is { } file)
            connection.Password = Contents(project, target, "passwordFile", file, host);
        return connection;
    }

    /// <summary>The admin console of the target's PgBouncer; null where it has none.</summary>
    public static NpgsqlConnectionStringBuilder? Pooler(ProjectFolder project, TargetSettings target, IOperationHost host)
    {
        if (target.PgBouncer is not { } text)
            return null;
        var connection = ConnectionText.Parse(text, host.GetEnvironmentVariable);
        if (target.PgBouncerPasswordVariable is { } variable)
            connection.Password = Variable(project, target, "pgbouncerPasswordVariable", variable, host);
        return connection;
    }

    /// <summary>The target of the project whose connection leads to the same database; null where none does, as far as they can be read.</summary>
    public static TargetSettings? FindSame(ProjectFolder project, NpgsqlConnectionStringBuilder connection, IOperationHost host) =>
        project.Configuration.Targets.FirstOrDefault(target => IsSame(project, target, connection, host));

    private static bool IsSame(ProjectFolder project, TargetSettings target, NpgsqlConnectionStringBuilder connection, IOperationHost host)
    {
        try
        {
            var other = ConnectionText.Parse(Text(project, target, host), host.GetEnvironmentVariable);
            return string.Equals(other.Host, connection.Host, StringComparison.OrdinalIgnoreCase) && other.Port == connection.Port && other.Database == connection.Database;
        }
        catch (DbSafetyException)
        {
            // Its variable is not set here: it cannot be compared.
            return false;
        }
    }

    private static string Text(ProjectFolder project, TargetSettings target, IOperationHost host) => target switch
    {
        { ConnectionVariable: { } variable } => Variable(project, target, "connectionVariable", variable, host),
        { ConnectionFile: { } file } => Contents(project, target, "connectionFile", file, host),
        _ => target.Connection ?? "",
    };

    private static string Variable(ProjectFolder project, TargetSettings target, string key, string variable, IOperationHost host) =>
        host.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw Missing(project, target, $"The environment variable {variable} is not set, which target '{target.Name}' names as its {key}.",
                $"Set {variable}, then run the command again.");

    private static string Contents(ProjectFolder project, TargetSettings target, string key, string file, IOperationHost host)
    {
        var path = project.Resolve(file);
        if (!File.Exists(path))
            throw Missing(project, target, $"The file {path} does not exist, which target '{target.Name}' names as its {key}.", $"Write {path}, then run the command again.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            host.Warning($"{path} can be read by others on this machine. Mend it with: chmod 600 {path}");
        var text = File.ReadAllText(path).Trim();
        return text.Length > 0
            ? text
            : throw Missing(project, target, $"The file {path} is empty, which target '{target.Name}' names as its {key}.", $"Write {path}, then run the command again.");
    }

    private static DbSafetyException Missing(ProjectFolder project, TargetSettings target, string message, string next) =>
        new("TargetConnectionMissing", ErrorKind.NotFound, message)
        {
            State = "Nothing was changed.",
            NextStep = next,
            Script = project.ConfigurationFile,
            Line = target.Line > 0 ? target.Line : null,
        };
}
