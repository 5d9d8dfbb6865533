using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>An answer to a request of WASI's.</summary>
internal sealed class SessionHttpResponse(GuardedHttpResponse response) : WasiHttpResponse
{
    public override int Status => response.Status;

    public override IEnumerable<KeyValuePair<string, string>> Headers => response.Headers;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await response.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (GuardedHttpException e)
        {
            throw SessionErrors.Translate(e);
        }
    }

    public override void Dispose() => response.Dispose();
}
