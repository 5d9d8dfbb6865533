using System.Text;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Writing;

/// <summary>Writes a core module's binary, section by section in the order of the specification. It checks
/// nothing.</summary>
internal sealed class ModuleWriter
{
    private readonly List<byte[]> _types = [];
    private readonly List<byte[]> _imports = [];
    private readonly List<byte[]> _functions = [];
    private readonly List<byte[]> _tables = [];
    private readonly List<byte[]> _memories = [];
    private readonly List<byte[]> _globals = [];
    private readonly List<byte[]> _exports = [];
    private readonly List<byte[]> _elements = [];
    private readonly List<byte[]> _code = [];
    private readonly List<byte[]> _data = [];
    private int _importedFunctions;
    private int _importedTables;
    private int _importedMemories;
    private int _importedGlobals;
    private int? _start;

    /// <summary>The eight bytes that every module starts with.</summary>
    public static ReadOnlySpan<byte> Preamble => [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0];

    public int Type(ValType[] parameters, ValType[] results) =>
        Add(_types, bytes =>
        {
            bytes.Add(0x60);
            WriteTypes(bytes, parameters);
            WriteTypes(bytes, results);
        });

    public int ImportFunction(string module, string name, int type)
    {
        Import(module, name, ExternKind.Function, bytes => CodeWriter.WriteUnsigned(bytes, (ulong)type));
        return _importedFunctions++;
    }

    public int ImportTable(string module, string name, ValType element, uint minimum, uint? maximum = null)
    {
        Import(module, name, ExternKind.Table, bytes =>
        {
            bytes.Add((byte)element);
            WriteLimits(bytes, minimum, maximum);
        });
        return _importedTables++;
    }

    public int ImportMemory(string module, string name, uint minimum, uint? maximum = null)
    {
        Import(module, name, ExternKind.Memory, bytes => WriteLimits(bytes, minimum, maximum));
        return _importedMemories++;
    }

    public int ImportGlobal(string module, string name, ValType type, bool mutable)
    {
        Import(module, name, ExternKind.Global, bytes => bytes.AddRange([(byte)type, mutable ? (byte)1 : (byte)0]));
        return _importedGlobals++;
    }

    /// <summary>A function; the end of its body is added. Returns its index; imports must have been written
    /// before.</summary>
    public int Function(int type, Action<CodeWriter> body, params (long Count, ValType Type)[] locals)
    {
        Add(_functions, bytes => CodeWriter.WriteUnsigned(bytes, (ulong)type));
        return _importedFunctions + Add(_code, bytes =>
        {
            var inner = new List<byte>();
            CodeWriter.WriteUnsigned(inner, (ulong)locals.Length);
            foreach ((long count, ValType local) in locals)
            {
                CodeWriter.WriteUnsigned(inner, (ulong)count);
                inner.Add((byte)local);
            }

            var code = new CodeWriter();
            body(code);
            inner.AddRange(code.End().Bytes);
            CodeWriter.WriteUnsigned(bytes, (ulong)inner.Count);
            bytes.AddRange(inner);
        });
    }

    /// <summary>A function without parameters, exported under a name.</summary>
    public int ExportedFunction(string name, ValType[] results, Action<CodeWriter> body,
        params (long Count, ValType Type)[] locals)
    {
        int index = Function(Type([], results), body, locals);
        Export(name, ExternKind.Function, index);
        return index;
    }

    public int Table(ValType element, uint minimum, uint? maximum = null) =>
        _importedTables + Add(_tables, bytes =>
        {
            bytes.Add((byte)element);
            WriteLimits(bytes, minimum, maximum);
        });

    public int Memory(uint minimum, uint? maximum = null) =>
        _importedMemories + Add(_memories, bytes => WriteLimits(bytes, minimum, maximum));

    public int Global(ValType type, bool mutable, Action<CodeWriter> initializer) =>
        _importedGlobals + Add(_globals, bytes =>
        {
            bytes.Add((byte)type);
            bytes.Add(mutable ? (byte)1 : (byte)0);
            WriteExpression(bytes, initializer);
        });

    public void Export(string name, ExternKind kind, int index) =>
        Add(_exports, bytes =>
        {
            WriteName(bytes, name);
            bytes.Add((byte)kind);
            CodeWriter.WriteUnsigned(bytes, (ulong)index);
        });

    public void Start(int function) => _start = function;

    /// <summary>An active element segment of function indices in table 0.</summary>
    public int Elements(int offset, params int[] functions) =>
        Add(_elements, bytes =>
        {
            bytes.Add(0);
            WriteExpression(bytes, code => code.I32(offset));
            WriteIndices(bytes, functions);
        });

    public int PassiveElements(params int[] functions) =>
        Add(_elements, bytes =>
        {
            bytes.AddRange([1, 0]);
            WriteIndices(bytes, functions);
        });

    /// <summary>An active data segment in memory 0.</summary>
    public int Data(int offset, params byte[] content) =>
        Add(_data, bytes =>
        {
            bytes.Add(0);
            WriteExpression(bytes, code => code.I32(offset));
            WriteBytes(bytes, content);
        });

    public int PassiveData(params byte[] content) =>
        Add(_data, bytes =>
        {
            bytes.Add(1);
            WriteBytes(bytes, content);
        });

    public byte[] ToArray()
    {
        var module = new List<byte>();
        module.AddRange(Preamble);
        WriteSection(module, 1, _types);
        WriteSection(module, 2, _imports);
        WriteSection(module, 3, _functions);
        WriteSection(module, 4, _tables);
        WriteSection(module, 5, _memories);
        WriteSection(module, 6, _globals);
        WriteSection(module, 7, _exports);
        if (_start is { } start)
        {
            WriteNumberSection(module, 8, start);
        }

        WriteSection(module, 9, _elements);
        if (_data.Count > 0)
        {
            WriteNumberSection(module, 12, _data.Count);
        }

        WriteSection(module, 10, _code);
        WriteSection(module, 11, _data);
        return [.. module];
    }

    private void Import(string module, string name, ExternKind kind, Action<List<byte>> write) =>
        Add(_imports, bytes =>
        {
            WriteName(bytes, module);
            WriteName(bytes, name);
            bytes.Add((byte)kind);
            write(bytes);
        });

    private static int Add(List<byte[]> section, Action<List<byte>> write)
    {
        var bytes = new List<byte>();
        write(bytes);
        section.Add([.. bytes]);
        return section.Count - 1;
    }

    private static void WriteSection(List<byte> module, byte id, List<byte[]> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var content = new List<byte>();
        CodeWriter.WriteUnsigned(content, (ulong)items.Count);
        foreach (byte[] item in items)
        {
            content.AddRange(item);
        }

        WriteSection(module, id, content);
    }

    private static void WriteNumberSection(List<byte> module, byte id, int number)
    {
        var content = new List<byte>();
        CodeWriter.WriteUnsigned(content, (ulong)number);
        WriteSection(module, id, content);
    }

    private static void WriteSection(List<byte> module, byte id, List<byte> content)
    {
        module.Add(id);
        CodeWriter.WriteUnsigned(module, (ulong)content.Count);
        module.AddRange(content);
    }

    private static void WriteTypes(List<byte> bytes, ValType[] types)
    {
        CodeWriter.WriteUnsigned(bytes, (ulong)types.Length);
        foreach (ValType type in types)
        {
            bytes.Add((byte)type);
        }
    }

    private static void WriteLimits(List<byte> bytes, uint minimum, uint? maximum)
    {
        bytes.Add(maximum is null ? (byte)0 : (byte)1);
        CodeWriter.WriteUnsigned(bytes, minimum);
        if (maximum is { } most)
        {
            CodeWriter.WriteUnsigned(bytes, most);
        }
    }

    private static void WriteName(List<byte> bytes, string name) => WriteBytes(bytes, Encoding.UTF8.GetBytes(name));

    private static void WriteBytes(List<byte> bytes, byte[] content)
    {
        CodeWriter.WriteUnsigned(bytes, (ulong)content.Length);
        bytes.AddRange(content);
    }

    private static void WriteIndices(List<byte> bytes, int[] indices)
    {
        CodeWriter.WriteUnsigned(bytes, (ulong)indices.Length);
        foreach (int index in indices)
        {
            CodeWriter.WriteUnsigned(bytes, (ulong)index);
        }
    }

    private static void WriteExpression(List<byte> bytes, Action<CodeWriter> write)
    {
        var code = new CodeWriter();
        write(code);
        bytes.AddRange(code.End().Bytes);
    }
}
