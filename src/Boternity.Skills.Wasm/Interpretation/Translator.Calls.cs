using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Calls. Arguments stand on top of the caller's stack and are the callee's first locals; its results come
/// back in their place.</content>
internal sealed partial class Translator
{
    private void TranslateCall(int function)
    {
        FuncType type = module.GetFunctionType(function);
        uint arguments = TakeArguments(type);
        EmitCall(function, arguments);
        PushTemporaries(type.Results);
    }

    private unsafe void EmitCall(int function, uint arguments)
    {
        if (function < module.ImportedFunctionCount)
        {
            Emit(RegisterOp.CallImport, arguments, (uint)function);
        }
        else
        {
            Emit(RegisterOp.Call, arguments, (uint)(function - module.ImportedFunctionCount) * (uint)sizeof(nint));
        }
    }

    private void TranslateCallIndirect(ref WasmReader reader)
    {
        uint typeIndex = reader.ReadU32();
        uint table = reader.ReadU32();
        FuncType type = module.Types[typeIndex];
        uint selector = TakeSelector();
        uint arguments = TakeArguments(type);
        Emit(RegisterOp.CallIndirect, arguments, typeIndex, selector);
        Emit(RegisterOp.Nop, table);
        PushTemporaries(type.Results);
    }

    // A function of the host, or of another instance, is called and then returned from: only calls within the instance
    // reuse the frame.
    private unsafe void TranslateReturnCall(int function)
    {
        FuncType type = module.GetFunctionType(function);
        uint arguments = TakeArguments(type);
        if (function < module.ImportedFunctionCount)
        {
            Emit(RegisterOp.CallImport, arguments, (uint)function);
            PushTemporaries(type.Results);
            EmitReturn();
        }
        else
        {
            Emit(RegisterOp.ReturnCall, arguments,
                (uint)(function - module.ImportedFunctionCount) * (uint)sizeof(nint));
            Emit(RegisterOp.Nop, 0, _header, (uint)type.ParameterSlots * sizeof(ulong));
        }

        LeaveReached();
    }

    private void TranslateReturnCallIndirect(ref WasmReader reader)
    {
        uint typeIndex = reader.ReadU32();
        uint table = reader.ReadU32();
        FuncType type = module.Types[typeIndex];
        uint selector = TakeSelector();
        uint arguments = TakeArguments(type);
        Emit(RegisterOp.ReturnCallIndirect, arguments, typeIndex, selector);
        Emit(RegisterOp.Nop, table, _header, (uint)type.ParameterSlots * sizeof(ulong));
        PushTemporaries(type.Results);
        EmitReturn();
        LeaveReached();
    }

    // The selector is read after the arguments were put in place, which never touches its register: that is above them,
    // or a local.
    private uint TakeSelector() => PopRegister();

    private uint TakeArguments(FuncType type)
    {
        int count = type.Parameters.Length;
        SettleTop(count);
        uint arguments = count == 0 ? TopSlot : _operands[_height - count].Slot;
        PopTo(_height - count);

        // A function of the host gets room for its results behind the arguments.
        Reserve(arguments + ((uint)(type.ParameterSlots + type.ResultSlots) * sizeof(ulong)));
        return arguments;
    }
}
