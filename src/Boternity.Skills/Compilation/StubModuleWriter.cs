using System.Buffers.Binary;
using System.Text;

namespace Boternity.Skills.Compilation;

/// <summary>
/// Writes the core module inside a stub component: three texts in memory, functions that return where they are, and an
/// allocator for the input. Core specification, chapter 5; the shapes of the functions are those of the Component
/// Model's canonical ABI (CanonicalABI.md, "Flattening").
/// </summary>
internal static class StubModuleWriter
{
    public const string Memory = "memory";
    public const string Realloc = "cabi_realloc";

    private const byte I32 = 0x7F;
    private const int PageSize = 65_536;

    public static void Write(WasmWriter writer, string name, string description, string body)
    {
        byte[] data = Layout(name, description, body, out int[] areas);
        uint pages = (uint)((data.Length / PageSize) + 1);
        writer.Bytes(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00);
        writer.Section(1, types => types.U32(3)
            .Bytes(0x60, 0, 1, I32)
            .Bytes(0x60, 2, I32, I32, 1, I32)
            .Bytes(0x60, 4, I32, I32, I32, I32, 1, I32));
        writer.Section(3, functions => functions.U32(4).Bytes(0, 0, 1, 2));
        writer.Section(5, memories => memories.U32(1).Bytes(0).U32(pages));
        writer.Section(6, globals => globals.U32(1).Bytes(I32, 0x01, 0x41).S32(data.Length).Bytes(0x0B));
        writer.Section(7, exports => exports.U32(5)
            .Name(Memory).Bytes(2, 0)
            .Name(StubComponentWriter.GetName).Bytes(0, 0)
            .Name(StubComponentWriter.GetDescription).Bytes(0, 1)
            .Name(StubComponentWriter.Execute).Bytes(0, 2)
            .Name(Realloc).Bytes(0, 3));
        writer.Section(10, code =>
        {
            code.U32(4);
            foreach (int area in areas)
            {
                code.Sized(function => function.U32(0).Bytes(0x41).S32(area).Bytes(0x0B));
            }

            code.Sized(WriteRealloc);
        });
        writer.Section(11, segments => segments.U32(1).Bytes(0, 0x41, 0, 0x0B).U32((uint)data.Length).Bytes(data));
    }

    /// <summary>
    /// The memory: for each function the area that it returns the address of, then the texts. A string is its address
    /// and length; <c>result&lt;string, string&gt;</c> has its case before them, 0 for <c>ok</c>.
    /// </summary>
    private static byte[] Layout(string name, string description, string body, out int[] areas)
    {
        byte[][] texts =
        [
            Encoding.UTF8.GetBytes(name),
            Encoding.UTF8.GetBytes(description),
            Encoding.UTF8.GetBytes(body),
        ];

        // Address 0 stays unused, so that no area looks like a null pointer.
        areas = [16, 24, 32];
        int[] fields = [16, 24, 36];
        int at = 44;
        byte[] data = new byte[at + texts.Sum(text => text.Length)];
        for (int i = 0; i < texts.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(fields[i]), at);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(fields[i] + 4), texts[i].Length);
            texts[i].CopyTo(data, at);
            at += texts[i].Length;
        }

        return data;
    }

    /// <summary>
    /// <c>(old, old size, alignment, new size) → address</c>: takes the next free bytes, grows the memory where they
    /// end outside, traps where it cannot, and copies what was at the old address. Nothing is ever freed: a run
    /// is short.
    /// </summary>
    private static void WriteRealloc(WasmWriter code) => code
        .U32(1).U32(2).Bytes(I32)
        .Bytes(0x23, 0, 0x20, 2, 0x6A, 0x41, 1, 0x6B)               // next + alignment - 1
        .Bytes(0x41, 0, 0x20, 2, 0x6B, 0x71, 0x22, 4)               // & -alignment → address
        .Bytes(0x20, 3, 0x6A, 0x24, 0)                              // next = address + new size
        .Bytes(0x23, 0, 0x20, 4, 0x49, 0x04, 0x40, 0x00, 0x0B)      // it wrapped around: unreachable
        .Bytes(0x23, 0, 0x41, 1, 0x6B, 0x41, 16, 0x76, 0x41, 1, 0x6A)
        .Bytes(0x3F, 0, 0x6B, 0x22, 5, 0x41, 0, 0x4A, 0x04, 0x40)   // pages that are missing > 0
        .Bytes(0x20, 5, 0x40, 0, 0x41, 0x7F, 0x46, 0x04, 0x40, 0x00, 0x0B, 0x0B)
        .Bytes(0x20, 4, 0x20, 0)                                    // copy min(old size, new size) bytes
        .Bytes(0x20, 1, 0x20, 3, 0x20, 1, 0x20, 3, 0x49, 0x1B, 0xFC, 10, 0, 0)
        .Bytes(0x20, 4, 0x0B);
}
