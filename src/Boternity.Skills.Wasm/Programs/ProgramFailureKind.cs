namespace Boternity.Skills.Wasm.Programs;

/// <summary>What became of a program that failed.</summary>
internal enum ProgramFailureKind
{
    /// <summary>It cannot be loaded or linked.</summary>
    Link,

    /// <summary>It did what WebAssembly does not allow.</summary>
    Trap,

    /// <summary>It used up its fuel.</summary>
    Fuel,

    /// <summary>It needs more memory than it may have.</summary>
    Memory,

    /// <summary>It needs more memory than all programs together may have.</summary>
    SharedMemory,

    /// <summary>It took longer than it may.</summary>
    Time,

    /// <summary>It wrote more to standard output than it may.</summary>
    Output,
}
