using System.Runtime.InteropServices;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Plans;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>A compiled module with all that it imports. Immutable: all threads and runs share it.</summary>
internal sealed class PreparedModule : SafeHandle
{
    private readonly CoreLinker _linker;

    private PreparedModule(CoreLinker linker, nint pointer, ProgramPlan plan, RuntimeModule? runtime)
        : base(0, ownsHandle: true)
    {
        SetHandle(pointer);
        _linker = linker;
        Runtime = runtime;
        Charges = plan.Charges;
        MemoryIndex = plan.MemoryIndex;
        HasInitialize = plan.HasInitialize;
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    /// <summary>What an instance takes.</summary>
    public ProgramCharges Charges { get; }

    /// <summary>Which memory it exports as <c>memory</c>; -1 for none. It imports none.</summary>
    public int MemoryIndex { get; }

    /// <summary>What its instances begin with, where it was rewritten; null else.</summary>
    public RuntimeModule? Runtime { get; }

    /// <summary>Whether it has <c>_initialize</c>.</summary>
    public bool HasInitialize { get; }

    /// <summary>
    /// Binds a compiled module to the linker, which it keeps with its functions, and frees the module: what was made of
    /// it keeps it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The engine was disposed of.</exception>
    public static unsafe PreparedModule Create(
        CoreLinker linker, nint module, ProgramPlan plan, RuntimeModule? runtime)
    {
        nint prepared = 0;
        bool isKept = false;
        bool isDone = false;
        try
        {
            linker.DangerousAddRef(ref isKept);
            NativeError.ThrowIfAny(ModuleMethods.LinkerInstantiatePre(linker.Pointer, module, &prepared));
            isDone = true;
            return new PreparedModule(linker, prepared, plan, runtime);
        }
        finally
        {
            ModuleMethods.Delete(module);
            if (isKept && !isDone)
            {
                linker.DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        ModuleMethods.PreparedDelete(handle);
        _linker.DangerousRelease();
        return true;
    }
}
