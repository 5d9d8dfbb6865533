using System.Diagnostics;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Tests.Registries;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>What cannot be compiled to machine code is interpreted, and the host's log says so.</summary>
public sealed class HotFunctionTests
{
    /// <summary>
    /// A command that calls a function ten thousand times, whose last act is a tail call: that stays interpreted.
    /// </summary>
    private static byte[] CommandWithATailCall()
    {
        var writer = new WasmWriter();
        writer.Bytes(TestSkills.EmptyModule);
        writer.Section(1, types => types.U32(1).Bytes(0x60, 0, 0));
        writer.Section(3, functions => functions.U32(3).Bytes(0, 0, 0));
        writer.Section(5, memories => memories.U32(1).Bytes(0, 1));
        writer.Section(7, exports => exports.U32(2).Name("memory").Bytes(2, 0).Name("_start").Bytes(0, 0));
        writer.Section(10, code => code.U32(3)
            .Sized(body => body.U32(1).Bytes(1, 0x7F)
                .Bytes(0x03, 0x40, 0x10, 1, 0x20, 0, 0x41, 1, 0x6A, 0x22, 0, 0x41)
                .U32(10_000)
                .Bytes(0x48, 0x0D, 0, 0x0B, 0x0B))
            .Sized(body => body.U32(0).Bytes(0x12, 2, 0x0B))
            .Sized(body => body.U32(0).Bytes(0x0B)));
        return writer.Written.ToArray();
    }

    [Test]
    public async Task RunAsync_HotFunctionThatStaysInterpreted_IsLoggedForDebugging()
    {
        var log = new ListLogger<ManagedWasmEngine>();
        using IWasmProgram program = await new ManagedWasmEngine(logger: log).LoadAsync(
            new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = CommandWithATailCall() });
        var request = FixtureRunner.Request("", host: null);

        // It is compiled, or not, in the background.
        long start = Stopwatch.GetTimestamp();
        while (log.Lines.Count == 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1))
        {
            await program.RunAsync(request);
        }

        Assert.That(log.Lines, Has.Some.Matches("^Debug 4003: Function 1 is hot and stays interpreted: .*return_call"));
    }
}
