namespace Boternity.Skills.Wasm.Hosting;

/// <summary>The program wrote more to standard output than it may.</summary>
internal sealed class OutputLimitException(
    long limit) : WasmException($"more than {limit} bytes were written to standard output")
{
    public long Limit { get; } = limit;
}
