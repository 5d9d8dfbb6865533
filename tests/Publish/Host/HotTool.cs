using System.Text;

namespace Boternity.Skills.PublishHost;

/// <summary>
/// A program of WASI preview 1 that calls a function five million times and writes <c>done</c>:
/// <code>
/// (module
///   (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
///   (memory (export "memory") 1)
///   (data (i32.const 0) "\08\00\00\00\05\00\00\00done\n")
///   (func (export "_start") (local i32)
///     (loop (local.set 0 (call $next (local.get 0))) (br_if 0 (i32.lt_s (local.get 0) (i32.const 5000000))))
///     (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
///   (func $next (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))
/// </code>
/// </summary>
internal static class HotTool
{
    public static byte[] Binary { get; } =
    [
        0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0,
        .. Section(1, [3, 0x60, 4, 0x7F, 0x7F, 0x7F, 0x7F, 1, 0x7F, 0x60, 0, 0, 0x60, 1, 0x7F, 1, 0x7F]),
        .. Section(2, [1, .. Name("wasi_snapshot_preview1"), .. Name("fd_write"), 0, 0]),
        .. Section(3, [2, 1, 2]),
        .. Section(5, [1, 0, 1]),
        .. Section(7, [2, .. Name("memory"), 2, 0, .. Name("_start"), 0, 1]),
        .. Section(10,
        [
            2,
            .. Sized(
            [
                1, 1, 0x7F,
                0x03, 0x40, 0x20, 0, 0x10, 2, 0x22, 0, 0x41, 0xC0, 0x96, 0xB1, 0x02, 0x48, 0x0D, 0, 0x0B,
                0x41, 1, 0x41, 0, 0x41, 1, 0x41, 16, 0x10, 0, 0x1A, 0x0B,
            ]),
            .. Sized([0, 0x20, 0, 0x41, 1, 0x6A, 0x0B]),
        ]),
        .. Section(11, [1, 0, 0x41, 0, 0x0B, .. Sized([8, 0, 0, 0, 5, 0, 0, 0, .. "done\n"u8])]),
    ];

    private static byte[] Section(byte id, byte[] content) => [id, .. Sized(content)];

    private static byte[] Name(string text) => Sized(Encoding.UTF8.GetBytes(text));

    private static byte[] Sized(byte[] content) => [checked((byte)content.Length), .. content];
}
