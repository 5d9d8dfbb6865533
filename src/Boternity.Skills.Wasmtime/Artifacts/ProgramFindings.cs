using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Plans;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// What the checks of a program found, as it stands in its artefact. An artefact counts for the same bytes, the same
/// build of this library and the host's key alone, so what it says need not be found again.
/// </summary>
/// <param name="Modules">A byte for each core module: what its validation found.</param>
/// <param name="Plan">How the program is run; null of a script runtime, whose module is always decoded.</param>
internal sealed record ProgramFindings(byte[] Modules, ProgramPlan? Plan)
{
    /// <summary>What was found of a program; null for nothing that counts here.</summary>
    /// <param name="artifact">What was kept; null for nothing.</param>
    /// <param name="allowSimd">Whether it may use vector instructions: what was checked with them says nothing of a
    /// program that may have none.</param>
    public static ProgramFindings? Read(Artifact? artifact, bool allowSimd)
    {
        if (artifact is null)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(artifact.Findings.ToArray(), writable: false));
        if (reader.ReadBoolean() && !allowSimd)
        {
            return null;
        }

        byte[] modules = reader.ReadBytes(reader.ReadInt32());
        return new ProgramFindings(modules, reader.ReadBoolean() ? PlanReader.Read(reader) : null);
    }

    /// <summary>What is kept.</summary>
    /// <param name="modules">A byte for each core module.</param>
    /// <param name="plan">How the program is run.</param>
    /// <param name="allowSimd">Whether it was allowed vector instructions.</param>
    public static byte[] Write(IReadOnlyList<byte> modules, ProgramPlan plan, bool allowSimd)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(allowSimd);
        writer.Write(modules.Count);
        writer.Write([.. modules]);
        bool isKept = plan.Shape != ProgramShape.Preview1Runtime;
        writer.Write(isKept);
        if (isKept)
        {
            PlanWriter.Write(writer, plan);
        }

        return bytes.ToArray();
    }
}
