namespace Boternity.Skills.Wasm.Binary;

/// <summary>The labels of a br_table, which stay in the binary: there may be hundreds of thousands.</summary>
/// <param name="Offset">Where the first label stands, counted from the module's first byte.</param>
/// <param name="Count">How many labels there are, the default, which is the last, included.</param>
internal readonly record struct LabelTable(int Offset, int Count)
{
    /// <summary>The labels' depths, in order.</summary>
    /// <param name="binary">The module's whole binary.</param>
    public Enumerator Read(ReadOnlySpan<byte> binary) => new(binary, this);

    /// <summary>Goes through the labels. They were read before: no number is malformed.</summary>
    public ref struct Enumerator
    {
        private WasmReader _reader;
        private int _left;

        internal Enumerator(ReadOnlySpan<byte> binary, LabelTable table)
        {
            _reader = new WasmReader(binary, table.Offset, binary.Length - table.Offset);
            _left = table.Count;
        }

        public uint Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            Current = _reader.ReadU32();
            return true;
        }
    }
}
