using System.Text;
using Boternity.Skills.Execution;

namespace Boternity.Skills.SecondEngine.Tests;

/// <summary>
/// An engine that is not this library's, made of its public types alone. It runs components whose first custom section,
/// named <c>script</c>, is a list of commands; see <see cref="ScriptProgram"/>.
/// </summary>
internal sealed class ScriptEngine : IWasmEngine
{
    private const string SectionName = "script";

    private static readonly byte[] Preamble = [0, (byte)'a', (byte)'s', (byte)'m', 0x0d, 0, 1, 0];

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "script";

    /// <summary>Is done when the first script runs.</summary>
    public Task Started => _started.Task;

    /// <summary>Makes a component of a script of at most 100 bytes a line and 16 KiB in all.</summary>
    public static byte[] Compile(string script)
    {
        byte[] text = Encoding.UTF8.GetBytes(script);
        int size = 1 + SectionName.Length + text.Length;
        return
        [
            .. Preamble, 0, (byte)(size & 0x7f | 0x80), (byte)(size >> 7), (byte)SectionName.Length,
            .. Encoding.UTF8.GetBytes(SectionName), .. text,
        ];
    }

    public ValueTask<IWasmProgram> LoadAsync(
        WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> bytes = binary.Bytes.Span;
        int start = Preamble.Length + 4 + SectionName.Length;
        if (binary.Kind != WasmBinaryKind.Component || bytes.Length < start || !bytes.StartsWith(Preamble))
        {
            throw new SkillLinkException("The program is no component with a script.");
        }

        return new(
            new ScriptProgram(
                Encoding.UTF8.GetString(bytes[start..]).Split('\n', StringSplitOptions.RemoveEmptyEntries), _started));
    }
}
