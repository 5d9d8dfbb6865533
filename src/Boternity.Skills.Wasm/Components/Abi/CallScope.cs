namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// The handles that a call borrows: on the caller's side which are lent, on the callee's how many are still held
/// (CanonicalABI, "Task State", "Subtask State").
/// </summary>
internal sealed class CallScope
{
    private List<int>? _lent;

    /// <summary>Borrowed handles that the callee has not dropped.</summary>
    public int Borrows { get; set; }

    /// <summary>Lends the handle at <paramref name="index"/> until <see cref="Return"/>.</summary>
    public void Lend(HandleTable table, int index)
    {
        table.AddLend(index, 1);
        (_lent ??= []).Add(index);
    }

    /// <summary>Gives back what was lent.</summary>
    public void Return(HandleTable table)
    {
        if (_lent is null)
        {
            return;
        }

        foreach (int index in _lent)
        {
            table.AddLend(index, -1);
        }

        _lent = null;
    }
}
