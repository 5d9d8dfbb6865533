using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// The types of a function's locals. A declaration of a few bytes can make 50,000 of them, so only the first ones are
/// written out; later ones are found among the declared runs.
/// </summary>
internal sealed class LocalTypes
{
    private const int Direct = 256;

    private readonly ValType[] _direct = new ValType[Direct];
    private readonly List<(int End, ValType Type)> _runs = [];

    /// <summary>How many locals there are, parameters included.</summary>
    public int Count { get; private set; }

    /// <summary>The runs of equal type, parameters included: where each ends, and its type.</summary>
    public IReadOnlyList<(int End, ValType Type)> Runs => _runs;

    /// <summary>Reads the declarations at the start of a code entry.</summary>
    public void Read(FuncType type, ref WasmReader reader, WasmFeatures features)
    {
        Count = 0;
        _runs.Clear();
        foreach (ValType parameter in type.Parameters)
        {
            Add(1, parameter);
        }

        uint groups = reader.ReadU32();
        ulong total = (ulong)Count;
        for (uint i = 0; i < groups; i++)
        {
            long offset = reader.Offset;
            uint count = reader.ReadU32();
            total += count;
            if (total > WasmLimits.Locals)
            {
                throw new WasmFormatException("too many locals", offset);
            }

            Add((int)count, TypeDecoding.ReadValType(ref reader, features));
        }
    }

    public ValType Get(int index)
    {
        if (index < Direct)
        {
            return _direct[index];
        }

        int low = 0;
        int high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_runs[middle].End > index)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _runs[low].Type;
    }

    private void Add(int count, ValType type)
    {
        if (count == 0)
        {
            return;
        }

        int start = Count;
        Count += count;
        if (start < Direct)
        {
            _direct.AsSpan(start, Math.Min(Count, Direct) - start).Fill(type);
        }

        if (_runs.Count > 0 && _runs[^1].Type == type)
        {
            _runs[^1] = (Count, type);
        }
        else
        {
            _runs.Add((Count, type));
        }
    }
}
