using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>A linker of Wasmtime with all that core modules can import. One serves an engine.</summary>
internal sealed unsafe class CoreLinker : SafeHandle
{
    private readonly List<GCHandle> _functions = [];

    public CoreLinker(EngineHandle engine)
        : base(0, ownsHandle: true)
    {
        SetHandle(ModuleMethods.LinkerNew(engine.Pointer));
        foreach (CoreFunction function in CoreFunction.All)
        {
            GCHandle data = GCHandle.Alloc(function);
            _functions.Add(data);
            Define(function, GCHandle.ToIntPtr(data));
        }
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        ModuleMethods.LinkerDelete(handle);
        foreach (GCHandle function in _functions)
        {
            function.Free();
        }

        return true;
    }

    private static nint NewType(CoreFunction function)
    {
        PointerVec parameters;
        nint* types = stackalloc nint[function.Parameters.Length + 1];
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            types[i] = ModuleMethods.ValTypeNew(function.Parameters[i] == 'I' ? (byte)1 : (byte)0);
        }

        ModuleMethods.ValTypeVecNew(&parameters, (nuint)function.Parameters.Length, types);
        PointerVec results;
        nint result = function.HasResult ? ModuleMethods.ValTypeNew(0) : 0;
        ModuleMethods.ValTypeVecNew(&results, function.HasResult ? 1u : 0u, &result);
        return ModuleMethods.FuncTypeNew(&parameters, &results);
    }

    private void Define(CoreFunction function, nint data)
    {
        byte[] module = Encoding.UTF8.GetBytes(function.Module);
        byte[] name = Encoding.UTF8.GetBytes(function.Name);
        nint type = NewType(function);
        fixed (byte* moduleBytes = module, nameBytes = name)
        {
            NativeError.ThrowIfAny(ModuleMethods.LinkerDefineFunc(
                handle,
                moduleBytes,
                (nuint)module.Length,
                nameBytes,
                (nuint)name.Length,
                type,
                CoreFunction.Callback,
                data,
                0));
        }

        ModuleMethods.FuncTypeDelete(type);
    }
}
