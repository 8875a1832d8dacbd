using System.Diagnostics.CodeAnalysis;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>The columns of a relation by number. A list, because most come in order and all are read again and again.</summary>
internal sealed class ColumnDrafts
{
    private readonly List<ColumnDraft> _columns = [];

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<ColumnDraft> Values => _columns;

    public ColumnDraft this[short number] => GetValueOrDefault(number) ?? throw new KeyNotFoundException($"There is no column {number}.");

    public void Add(ColumnDraft column)
    {
        var place = _columns.Count;
        while (place > 0 && _columns[place - 1].Number > column.Number)
            place--;
        _columns.Insert(place, column);
    }

    public ColumnDraft? GetValueOrDefault(short number) => _columns.Find(column => column.Number == number);

    public bool TryGetValue(short number, [NotNullWhen(true)] out ColumnDraft? column) => (column = GetValueOrDefault(number)) is not null;
}
