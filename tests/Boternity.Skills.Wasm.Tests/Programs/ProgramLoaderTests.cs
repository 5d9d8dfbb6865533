using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Programs;

/// <summary>What is checked of a program looks at the clock that its decoding looks at.</summary>
internal sealed class ProgramLoaderTests
{
    [Test]
    public void LoadModule_WithManyImports_LooksAtTheClockWhileItFindsThem()
    {
        var writer = new ModuleWriter();
        int type = writer.Type([], [ValType.I32]);
        for (int i = 0; i < 20_000; i++)
        {
            writer.ImportFunction("wasi_snapshot_preview1", "sched_yield", type);
        }

        writer.ExportedFunction("_start", [], _ => { });
        byte[] binary = writer.ToArray();
        int decoding = 0;
        int all = 0;

        Guest.Engine.LoadModule(binary, new LoadClock { OnLook = () => decoding++ });
        new ProgramLoader().LoadModule(Guest.Engine, binary, new LoadClock { OnLook = () => all++ });

        Assert.That(all, Is.GreaterThan(decoding));
    }
}
