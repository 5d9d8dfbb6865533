using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Plans;

namespace Boternity.Skills.Wasmtime.Tests.Plans;

/// <summary>What is kept of a program is all that there was.</summary>
[TestFixture]
internal sealed class PlanReaderTests
{
    [TestCase("c-skill.wasm", ProgramShape.SkillPlugin)]
    [TestCase("c-skill-wasi.wasm", ProgramShape.SkillPlugin)]
    [TestCase("rust-skill.wasm", ProgramShape.SkillPlugin)]
    [TestCase("js-skill.wasm", ProgramShape.SkillPlugin)]
    [TestCase("command.wasm", ProgramShape.Command)]
    [TestCase("command-preview1.wasm", ProgramShape.Preview1Command)]
    public void Read_WhatWasWritten_IsTheSamePlan(string fixture, ProgramShape shape)
    {
        byte[] binary = File.ReadAllBytes(Repository.PathOf($"tests/fixtures/wasm/{fixture}"));
        var engine = new Engine(new EngineOptions { CompilesHotCode = false });
        var loader = new ProgramLoader();
        ProgramPlan plan = ProgramPlan.Of(
            binary[6] == 1 ? loader.LoadComponent(engine, binary) : loader.LoadModule(engine, binary));
        byte[] written = Write(plan);

        using var reader = new BinaryReader(new MemoryStream(written));
        ProgramPlan read = PlanReader.Read(reader);

        Assert.That(reader.BaseStream.Position, Is.EqualTo(written.Length));
        Assert.That(Write(read), Is.EqualTo(written));
        Assert.That(
            (read.Shape, read.Charges, read.MemoryIndex, read.HasInitialize),
            Is.EqualTo((shape, plan.Charges, plan.MemoryIndex, plan.HasInitialize)));
        Assert.That(read.Function, Is.EqualTo(plan.Function));
        AssertSame(read.Imports, plan.Imports);
    }

    private static void AssertSame(IReadOnlyList<PlannedImport> read, IReadOnlyList<PlannedImport> planned)
    {
        Assert.That(read, Has.Count.EqualTo(planned.Count));
        foreach ((PlannedImport one, PlannedImport other) in read.Zip(planned))
        {
            Assert.That((one.Kind, one.Name, one.Number), Is.EqualTo((other.Kind, other.Name, other.Number)));
            Assert.That(
                one.Parameters.Select(static shape => shape.Kind),
                Is.EqualTo(other.Parameters.Select(static shape => shape.Kind)));
            Assert.That(one.Result?.Kind, Is.EqualTo(other.Result?.Kind));
            AssertSame(one.Items, other.Items);
        }
    }

    private static byte[] Write(ProgramPlan plan)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        PlanWriter.Write(writer, plan);
        return bytes.ToArray();
    }
}
