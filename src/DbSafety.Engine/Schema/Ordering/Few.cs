using System.Collections;

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>
/// A list that is mostly empty or holds one item, without an object of its own: a database of ten thousand tables has a million of them.
/// A field of this type is handed out by reference, since a copy would grow alone.
/// </summary>
internal struct Few<T> : IReadOnlyList<T>
{
    private T[]? _items;

    public int Count { get; private set; }

    public readonly T this[int index] => (uint)index < (uint)Count ? _items![index] : throw new ArgumentOutOfRangeException(nameof(index));

    public void Add(T item)
    {
        if (_items is null)
            _items = new T[1];
        else if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    public void AddRange(IEnumerable<T> items)
    {
        foreach (var item in items)
            Add(item);
    }

    /// <summary>Takes all out that fulfil the condition; returns how many they were.</summary>
    public int RemoveAll(Predicate<T> condition)
    {
        var kept = ToArray().Where(item => !condition(item)).ToArray();
        var removed = Count - kept.Length;
        (_items, Count) = (kept.Length == 0 ? null : kept, kept.Length);
        return removed;
    }

    /// <summary>The items as an array that nobody may change: where it is full, it is the list's own.</summary>
    public readonly T[] ToArray() => Count == 0 ? [] : Count == _items!.Length ? _items : _items[..Count];

    public readonly IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
