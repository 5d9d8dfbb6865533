using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>An open file below a granted directory, as WASI sees it.</summary>
internal sealed class SessionFile(GuardedFile file) : WasiFile
{
    public override bool CanRead => file.CanRead;

    public override bool CanWrite => file.CanWrite;

    public override long Length => SessionErrors.Translate(() => file.Length);

    public override WasiEntry GetEntry() => SessionErrors.Translate(() => SessionDirectory.Convert(file.GetEntry()));

    public override int Read(long offset, Span<byte> buffer)
    {
        try
        {
            return file.Read(offset, buffer);
        }
        catch (SandboxException e)
        {
            throw SessionErrors.Translate(e);
        }
    }

    public override void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(offset, bytes);
        }
        catch (SandboxException e)
        {
            throw SessionErrors.Translate(e);
        }
    }

    public override void SetLength(long length) => SessionErrors.Translate(() => file.SetLength(length));

    public override void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified) => SessionErrors.Translate(() => file.SetTimes(accessed, modified));

    public override void Sync() => SessionErrors.Translate(file.Sync);

    public override void Dispose() => file.Dispose();
}
