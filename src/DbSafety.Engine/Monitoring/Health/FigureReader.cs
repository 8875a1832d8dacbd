using Npgsql;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>Asks for figures. What the role may not see is said, and the rest is given.</summary>
internal static class FigureReader
{
    public static async Task<(IReadOnlyList<Figure> Figures, IReadOnlyList<string> NotSeen)> ReadAsync(NpgsqlConnection session, IReadOnlyList<FigureSource> sources, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        var notSeen = new List<string>();
        foreach (var source in sources)
        {
            try
            {
                await using var command = new NpgsqlCommand(source.Sql, session);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                    figures.Add(new Figure(reader.GetString(0), reader.IsDBNull(1) ? null : Convert.ToDouble(reader.GetValue(1), null), reader.IsDBNull(2) ? null : reader.GetString(2)));
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.QueryCanceled)
            {
                notSeen.Add($"{source.What}: {error.MessageText} ({source.Right} lets it be seen)");
            }
        }

        foreach (var hidden in figures.Where(figure => figure.Value is null))
            notSeen.Add($"{hidden.Name}: the role may not see it (GRANT pg_monitor lets it)");
        return ([.. figures.Where(figure => figure.Value is not null)], notSeen);
    }
}
