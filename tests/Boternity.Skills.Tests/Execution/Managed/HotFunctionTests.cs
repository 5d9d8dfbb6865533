using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Wasm;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>What cannot be compiled to machine code is interpreted, and the host's log says so.</summary>
public sealed class HotFunctionTests
{
    private const string Name = "a name of the skill's";

    [Test]
    public void LogFailure_FunctionThatStaysInterpreted_IsForDebugging()
    {
        var log = new ListLogger<ManagedWasmEngine>();

        ManagedWasmEngine.LogFailure(log, new CompilationFailure(1, Name, new NotSupportedException("too wide")));

        Assert.That(
            log.Lines.Single(),
            Does.StartWith("Debug 4003: Function 1 is hot and stays interpreted: too wide").And.Not.Contain(Name));
    }

    [Test]
    public void LogFailure_CodeThatTheRuntimeRefuses_IsAWarning()
    {
        var log = new ListLogger<ManagedWasmEngine>();

        ManagedWasmEngine.LogFailure(log, new CompilationFailure(2, Name, new InvalidProgramException("refused")));

        Assert.That(
            log.Lines.Single(),
            Does.StartWith("Warning 4004: The runtime refused the machine code of function 2").And.Not.Contain(Name));
    }
}
