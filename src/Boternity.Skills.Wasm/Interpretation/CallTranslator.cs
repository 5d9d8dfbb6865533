using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Translates calls. Arguments stand on top of the caller's stack and are the callee's first locals; its results come
/// back in their place.
/// </summary>
internal sealed class CallTranslator(
    RegisterCode code,
    OperandStack operands,
    LocalSlots locals,
    ControlTranslator control,
    ModuleDefinition module)
{
    public unsafe void TranslateCall(int function)
    {
        FuncType type = module.GetFunctionType(function);
        uint arguments = operands.TakeArguments(type);
        if (function < module.ImportedFunctionCount)
        {
            code.Emit(RegisterOp.CallImport, arguments, (uint)function);
        }
        else
        {
            code.Emit(RegisterOp.Call, arguments, (uint)(function - module.ImportedFunctionCount) * (uint)sizeof(nint));
        }

        operands.PushTemporaries(type.Results);
    }

    public void TranslateCallIndirect(uint typeIndex, uint table)
    {
        FuncType type = module.Types[typeIndex];
        uint selector = TakeSelector();
        uint arguments = operands.TakeArguments(type);
        code.Emit(RegisterOp.CallIndirect, arguments, typeIndex, selector);
        code.Emit(RegisterOp.Nop, table);
        operands.PushTemporaries(type.Results);
    }

    // A function of the host is called and then returned from; all others take the frame's place. What an import or an
    // element of a table is shows when it is called: the return stands behind the call.
    public unsafe void TranslateReturnCall(int function)
    {
        FuncType type = module.GetFunctionType(function);
        uint arguments = operands.TakeArguments(type);
        if (function < module.ImportedFunctionCount)
        {
            code.Emit(RegisterOp.ReturnCallImport, arguments, (uint)function);
            code.Emit(RegisterOp.Nop, 0, locals.Header, (uint)type.ParameterSlots * sizeof(ulong));
            operands.PushTemporaries(type.Results);
            control.TranslateReturn();
            return;
        }

        uint entry = (uint)(function - module.ImportedFunctionCount) * (uint)sizeof(nint);
        code.Emit(RegisterOp.ReturnCall, arguments, entry);
        code.Emit(RegisterOp.Nop, 0, locals.Header, (uint)type.ParameterSlots * sizeof(ulong));
        control.LeaveReached();
    }

    public void TranslateReturnCallIndirect(uint typeIndex, uint table)
    {
        FuncType type = module.Types[typeIndex];
        uint selector = TakeSelector();
        uint arguments = operands.TakeArguments(type);
        code.Emit(RegisterOp.ReturnCallIndirect, arguments, typeIndex, selector);
        code.Emit(RegisterOp.Nop, table, locals.Header, (uint)type.ParameterSlots * sizeof(ulong));
        operands.PushTemporaries(type.Results);
        control.TranslateReturn();
    }

    // The selector is read after the arguments were put in place, which never touches its register: that is above them,
    // or a local.
    private uint TakeSelector() => operands.PopRegister();
}
