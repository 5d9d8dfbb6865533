namespace Boternity.Skills.Wasm.Hosting;

/// <summary>The guest ended itself. Not a failure by itself: the code says.</summary>
internal sealed class GuestExitException(int code) : WasmException($"the program exited with code {code}")
{
    /// <summary>0 for success.</summary>
    public int Code { get; } = code;
}
