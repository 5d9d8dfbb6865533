using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>A compiled module with all that it imports. Immutable: all threads and runs share it.</summary>
internal sealed class PreparedModule : SafeHandle
{
    private PreparedModule(nint pointer, ModuleDefinition definition, RuntimeModule? runtime)
        : base(0, ownsHandle: true)
    {
        SetHandle(pointer);
        Runtime = runtime;
        Charges = ProgramCharges.Of(definition);
        Export? memory = definition.Exports
            .Where(export => export is { Name: "memory", Kind: ExternKind.Memory })
            .Select(export => (Export?)export)
            .FirstOrDefault();
        MemoryIndex = memory?.Index ?? -1;
        HasInitialize = definition.Exports.Any(
            export => export is { Name: Wasm.Programs.ProgramLoader.InitializeReactor, Kind: ExternKind.Function });
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

    /// <summary>Binds a compiled module to the linker, and frees the module: what was made of it keeps it.</summary>
    public static unsafe PreparedModule Create(
        CoreLinker linker, nint module, ModuleDefinition definition, RuntimeModule? runtime)
    {
        nint prepared = 0;
        try
        {
            NativeError.ThrowIfAny(ModuleMethods.LinkerInstantiatePre(linker.Pointer, module, &prepared));
        }
        finally
        {
            ModuleMethods.Delete(module);
        }

        return new PreparedModule(prepared, definition, runtime);
    }

    protected override bool ReleaseHandle()
    {
        ModuleMethods.PreparedDelete(handle);
        return true;
    }
}
