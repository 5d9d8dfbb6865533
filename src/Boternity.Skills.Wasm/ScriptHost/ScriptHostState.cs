using System.Buffers;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.ScriptHost;

/// <summary>The answer that a guest has not taken yet, charged to its run.</summary>
internal sealed class ScriptHostState(Guest guest)
{
    private readonly HostMemoryCharge _charge = new(guest.Memory);

    public ReadOnlySequence<byte> Answer { get; private set; }

    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public void Keep(ReadOnlySequence<byte> answer)
    {
        _charge.Add(answer.Length);
        Answer = answer;
    }

    public void Clear()
    {
        Answer = default;
        _charge.ReleaseAll();
    }
}
