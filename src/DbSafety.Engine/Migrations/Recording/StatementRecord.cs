using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>
/// Which statements a transaction ran, and for how long each. They stand in the detail of the row that is committed with them: a row for
/// each would cost the transaction time, and would tell no more, since none of them counts without the others.
/// </summary>
internal sealed class StatementRecord(TimeProvider time)
{
    private const int Most = 200;
    private readonly JsonArray _ran = [];
    private int _count;

    public void Clear()
    {
        _ran.Clear();
        _count = 0;
    }

    public void Add(SqlStatement statement, long began)
    {
        if (++_count <= Most)
            _ran.Add(new JsonObject { ["line"] = statement.Line, ["what"] = statement.Facts.Tag, ["ms"] = (long)time.GetElapsedTime(began).TotalMilliseconds });
    }

    public JournalEntry AddTo(JournalEntry entry)
    {
        entry.Detail["ran"] = _ran.DeepClone();
        if (_count > Most)
            entry.Detail["ran_more"] = _count - Most;
        return entry;
    }
}
