using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// The loop. It is one method and long, because only so the JIT keeps the five values that every instruction needs in
/// registers: <c>i</c>, <c>fp</c>, <c>fuel</c>, <c>mem</c> and <c>activation</c>. Whatever is rare, or may throw, is a
/// method elsewhere; before one of those is called, <c>activation</c> is told where the guest stands.
/// <para>
/// Why the pointers are safe: <c>i</c> stays inside of translated code, every branch of which was resolved by <see
/// cref="Translator"/>; <c>fp</c> plus a register lies inside of the store's stack, because a call compares the
/// callee's whole frame with the stack's end first; what a guest computed is dereferenced only through <see
/// cref="GuestAccess"/>, which says why that is safe.
/// </para>
/// </summary>
internal static unsafe class InterpreterLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref Activation activation)
    {
        Instr* i;
        Instr* next;
        Instr* target;
        byte* fp;
        byte* frame;
        byte* mem;
        ulong memoryLength;
        ulong ea;
        int fuel;
        TrapCode trapCode;

    Reload:
        i = activation.Pc;
        fp = activation.Fp;
        fuel = activation.Fuel;
        mem = activation.MemoryBase;
        memoryLength = activation.MemoryLength;

        while (true)
        {
            switch (i->Op)
            {
                case RegisterOp.Exit:
                    activation.Fuel = fuel;
                    return;
                case RegisterOp.CrossReturn:
                    activation.Fuel = fuel;
                    CallOperations.ReturnAcross(ref activation, fp);
                    goto Reload;
                case RegisterOp.Charge: goto ChargeNext;
                case RegisterOp.CountCall:
                    if (--i->A == 0)
                    {
                        CompiledTransitions.CountCall(ref activation, i);
                    }

                    break;
                case RegisterOp.CountBlock:
                    if (--i->A != 0)
                    {
                        break;
                    }

                    activation.Save(i, fp, fuel);
                    CompiledTransitions.EnterBlock(ref activation, i, fp);
                    goto Reload;
                case RegisterOp.RunCompiled:
                    activation.Save(i, fp, fuel);
                    CompiledTransitions.EnterCompiled(ref activation, i, fp);
                    goto Reload;
                case RegisterOp.Nop: break;
                case RegisterOp.Unreachable:
                    trapCode = TrapCode.Unreachable;
                    goto Trap;
                case RegisterOp.ZeroLocals:
                    for (frame = fp + i->A; frame < fp + i->B; frame += 8)
                    {
                        *(ulong*)frame = 0;
                    }

                    if (i->C == 0)
                    {
                        break;
                    }

                    activation.Fuel = fuel;
                    fuel = activation.ShortenSlice(i->C);
                    if (fuel >= 0)
                    {
                        break;
                    }

                    i++;
                    goto OutOfFuel;
                case RegisterOp.Copy: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B); break;
                case RegisterOp.Copy2:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B);
                    *(ulong*)(fp + i->A + 8) = *(ulong*)(fp + i->B + 8);
                    break;
                case RegisterOp.MoveRange: Buffer.MemoryCopy(fp + i->B, fp + i->A, i->C, i->C); break;
                case RegisterOp.Const: *(ulong*)(fp + i->A) = i->Immediate; break;
                case RegisterOp.Const128:
                    *(ulong*)(fp + i->A) = i->Immediate;
                    *(ulong*)(fp + i->A + 8) = i[1].Immediate;
                    i++;
                    break;
                case RegisterOp.Br: goto Jump;
                case RegisterOp.BrIf:
                    if (*(uint*)(fp + i->A) != 0)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrIfZero:
                    if (*(uint*)(fp + i->A) == 0)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrTable:
                    ea = *(uint*)(fp + i->A);
                    if (ea > i->B)
                    {
                        ea = i->B;
                    }

                    ea = ((byte*)&i[(ea / BranchTable.NarrowEntries) + 1].Immediate)[ea % BranchTable.NarrowEntries];
                    i = (Instr*)((byte*)i + (int)i->C) + ea;
                    goto Jump;
                case RegisterOp.BrTableWide:
                    ea = *(uint*)(fp + i->A);
                    if (ea > i->B)
                    {
                        ea = i->B;
                    }

                    ea = ((uint*)&i[(ea / BranchTable.WideEntries) + 1].Immediate)[ea % BranchTable.WideEntries];
                    i = (Instr*)((byte*)i + (int)i->C) + ea;
                    goto Jump;
                case RegisterOp.Return1:
                    *(ulong*)fp = *(ulong*)(fp + i->B);
                    frame = fp + i->A;
                    i = *(Instr**)frame;
                    fp = *(byte**)(frame + 8);
                    continue;
                case RegisterOp.Return:
                    frame = fp + i->A;
                    i = *(Instr**)frame;
                    fp = *(byte**)(frame + 8);
                    continue;
                case RegisterOp.Call:
                    target = *(Instr**)(activation.Entries + i->B);
                    if (target == null)
                    {
                        goto Compile;
                    }

                    next = i + 1;
                Enter:
                    frame = fp + i->A;
                    if (frame + target->A > activation.StackLimit)
                    {
                        goto StackExhausted;
                    }

                    *(Instr**)(frame + target->B) = next;
                    *(byte**)(frame + target->B + 8) = fp;
                    fp = frame;
                    i = target;
                    goto ChargeNext;
                case RegisterOp.CallIndirect:
                    activation.Save(i, fp, fuel);
                    target = CallOperations.ResolveIndirect(ref activation, i, fp);
                    next = i + 2;
                    if (target != null)
                    {
                        goto Enter;
                    }

                    CallOperations.CallPending(ref activation, i, fp, next);
                    goto Reload;
                case RegisterOp.CallImport:
                    activation.Save(i, fp, fuel);
                    CallOperations.CallImport(ref activation, i, fp);
                    goto Reload;
                case RegisterOp.ReturnCall:
                    activation.Save(i, fp, fuel);
                    target = TranslatedCode.GetOrTranslate(ref activation, activation.Instance,
                        (int)(i->B / (uint)sizeof(nint)));
                    CallOperations.TailCall(ref activation, i, fp, target);
                    i = target;
                    goto ChargeNext;
                case RegisterOp.ReturnCallIndirect:
                    activation.Save(i, fp, fuel);
                    target = CallOperations.ResolveIndirect(ref activation, i, fp);
                    if (target != null)
                    {
                        CallOperations.TailCall(ref activation, i, fp, target);
                        i = target;
                        goto ChargeNext;
                    }

                    CallOperations.TailCallPending(ref activation, i, fp);
                    goto Reload;
                case RegisterOp.ReturnCallImport:
                    activation.Save(i, fp, fuel);
                    CallOperations.TailCallImport(ref activation, i, fp);
                    goto Reload;
                case RegisterOp.Select:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i[1].A) != 0 ? *(ulong*)(fp + i->B) : *(ulong*)(fp + i->C);
                    i++;
                    break;
                case RegisterOp.Select2:
                    frame = fp + (*(uint*)(fp + i[1].A) != 0 ? i->B : i->C);
                    ea = *(ulong*)(frame + 8);
                    *(ulong*)(fp + i->A) = *(ulong*)frame;
                    *(ulong*)(fp + i->A + 8) = ea;
                    i++;
                    break;
                case RegisterOp.GlobalGet: *(ulong*)(fp + i->A) = *activation.Globals[i->B]; break;
                case RegisterOp.GlobalSet: *activation.Globals[i->B] = *(ulong*)(fp + i->A); break;
                case RegisterOp.GlobalGet2:
                    *(ulong*)(fp + i->A) = activation.Globals[i->B][0];
                    *(ulong*)(fp + i->A + 8) = activation.Globals[i->B][1];
                    break;
                case RegisterOp.GlobalSet2:
                    activation.Globals[i->B][0] = *(ulong*)(fp + i->A);
                    activation.Globals[i->B][1] = *(ulong*)(fp + i->A + 8);
                    break;
                case RegisterOp.MemorySize: *(ulong*)(fp + i->A) = memoryLength >> 16; break;
                case RegisterOp.MemoryGrow:
                    activation.Save(i, fp, fuel);
                    BulkOperations.GrowMemory(ref activation, i, fp);
                    activation.Pc = i + 1;
                    goto Reload;
                case RegisterOp.Rare:
                    activation.Save(i, fp, fuel);
                    BulkOperations.Execute(ref activation, i, fp);
                    activation.Pc = i + 2;
                    goto Reload;
                case RegisterOp.Vector:
                    VectorInterpreter.Execute(i, fp);
                    i++;
                    break;
                case RegisterOp.VectorMemory:
                    activation.Save(i, fp, fuel);
                    VectorInterpreter.Access(activation.Instance.Memories[i[1].C], i, fp);
                    i++;
                    break;
                case RegisterOp.FarAccess:
                    activation.Save(i, fp, fuel);
                    BulkOperations.AccessFar(activation.Instance.Memories[i[1].C], i, fp);
                    i++;
                    break;

                case RegisterOp.I32Load:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<uint>(mem, ea);
                    break;
                case RegisterOp.I64Load:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 8, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<ulong>(mem, ea);
                    break;
                case RegisterOp.F32Load:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<uint>(mem, ea);
                    break;
                case RegisterOp.F64Load:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 8, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<ulong>(mem, ea);
                    break;
                case RegisterOp.I32Load8S:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = (uint)(int)GuestAccess.Load<sbyte>(mem, ea);
                    break;
                case RegisterOp.I32Load8U:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<byte>(mem, ea);
                    break;
                case RegisterOp.I32Load16S:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = (uint)(int)GuestAccess.Load<short>(mem, ea);
                    break;
                case RegisterOp.I32Load16U:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<ushort>(mem, ea);
                    break;
                case RegisterOp.I64Load8S:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = (ulong)(long)GuestAccess.Load<sbyte>(mem, ea);
                    break;
                case RegisterOp.I64Load8U:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<byte>(mem, ea);
                    break;
                case RegisterOp.I64Load16S:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = (ulong)(long)GuestAccess.Load<short>(mem, ea);
                    break;
                case RegisterOp.I64Load16U:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<ushort>(mem, ea);
                    break;
                case RegisterOp.I64Load32S:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = (ulong)(long)GuestAccess.Load<int>(mem, ea);
                    break;
                case RegisterOp.I64Load32U:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    *(ulong*)(fp + i->A) = GuestAccess.Load<uint>(mem, ea);
                    break;
                case RegisterOp.I32Store:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(uint*)(fp + i->A));
                    break;
                case RegisterOp.I64Store:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 8, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(ulong*)(fp + i->A));
                    break;
                case RegisterOp.F32Store:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(uint*)(fp + i->A));
                    break;
                case RegisterOp.F64Store:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 8, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(ulong*)(fp + i->A));
                    break;
                case RegisterOp.I32Store8:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(byte*)(fp + i->A));
                    break;
                case RegisterOp.I32Store16:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(ushort*)(fp + i->A));
                    break;
                case RegisterOp.I64Store8:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 1, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(byte*)(fp + i->A));
                    break;
                case RegisterOp.I64Store16:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 2, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(ushort*)(fp + i->A));
                    break;
                case RegisterOp.I64Store32:
                    ea = (ulong)*(uint*)(fp + i->B) + i->C;
                    if (GuestAccess.IsOutside(ea, 4, memoryLength))
                    {
                        goto MemoryOutOfBounds;
                    }

                    GuestAccess.Store(mem, ea, *(uint*)(fp + i->A));
                    break;
                case RegisterOp.I32Eqz: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) == 0 ? 1UL : 0UL; break;
                case RegisterOp.I32Eq:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) == *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32Ne:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) != *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32LtS:
                    *(ulong*)(fp + i->A) = *(int*)(fp + i->B) < *(int*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32LtU:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) < *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32GtS:
                    *(ulong*)(fp + i->A) = *(int*)(fp + i->B) > *(int*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32GtU:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) > *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32LeS:
                    *(ulong*)(fp + i->A) = *(int*)(fp + i->B) <= *(int*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32LeU:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) <= *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32GeS:
                    *(ulong*)(fp + i->A) = *(int*)(fp + i->B) >= *(int*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32GeU:
                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) >= *(uint*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I32Clz:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.LeadingZeroCount(*(uint*)(fp + i->B));
                    break;
                case RegisterOp.I32Ctz:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.TrailingZeroCount(*(uint*)(fp + i->B));
                    break;
                case RegisterOp.I32Popcnt:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.PopCount(*(uint*)(fp + i->B));
                    break;
                case RegisterOp.I32Add: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) + *(uint*)(fp + i->C)); break;
                case RegisterOp.I32Sub: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) - *(uint*)(fp + i->C)); break;
                case RegisterOp.I32Mul: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) * *(uint*)(fp + i->C)); break;
                case RegisterOp.I32And: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) & *(uint*)(fp + i->C)); break;
                case RegisterOp.I32Or: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) | *(uint*)(fp + i->C)); break;
                case RegisterOp.I32Xor: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) ^ *(uint*)(fp + i->C)); break;
                case RegisterOp.I32Shl: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) << *(int*)(fp + i->C); break;
                case RegisterOp.I32ShrS: *(ulong*)(fp + i->A) = (uint)(*(int*)(fp + i->B) >> *(int*)(fp + i->C)); break;
                case RegisterOp.I32ShrU: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) >> *(int*)(fp + i->C); break;
                case RegisterOp.I32Rotl:
                    *(ulong*)(fp + i->A) = BitOperations.RotateLeft(*(uint*)(fp + i->B), *(int*)(fp + i->C));
                    break;
                case RegisterOp.I32Rotr:
                    *(ulong*)(fp + i->A) = BitOperations.RotateRight(*(uint*)(fp + i->B), *(int*)(fp + i->C));
                    break;
                case RegisterOp.I32DivS:
                    if (*(int*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    if (*(int*)(fp + i->C) == -1 && *(int*)(fp + i->B) == int.MinValue)
                    {
                        goto IntegerOverflow;
                    }

                    *(ulong*)(fp + i->A) = (uint)(*(int*)(fp + i->B) / *(int*)(fp + i->C));
                    break;
                case RegisterOp.I32DivU:
                    if (*(uint*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) / *(uint*)(fp + i->C);
                    break;
                case RegisterOp.I32RemS:
                    if (*(int*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(int*)(fp + i->C) == -1
                        ? 0 : (uint)(*(int*)(fp + i->B) % *(int*)(fp + i->C));
                    break;
                case RegisterOp.I32RemU:
                    if (*(uint*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) % *(uint*)(fp + i->C);
                    break;
                case RegisterOp.I64Eqz: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) == 0 ? 1UL : 0UL; break;
                case RegisterOp.I64Eq:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) == *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64Ne:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) != *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LtS:
                    *(ulong*)(fp + i->A) = *(long*)(fp + i->B) < *(long*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LtU:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) < *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GtS:
                    *(ulong*)(fp + i->A) = *(long*)(fp + i->B) > *(long*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GtU:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) > *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LeS:
                    *(ulong*)(fp + i->A) = *(long*)(fp + i->B) <= *(long*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LeU:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) <= *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GeS:
                    *(ulong*)(fp + i->A) = *(long*)(fp + i->B) >= *(long*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GeU:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) >= *(ulong*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.I64Clz:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.LeadingZeroCount(*(ulong*)(fp + i->B));
                    break;
                case RegisterOp.I64Ctz:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.TrailingZeroCount(*(ulong*)(fp + i->B));
                    break;
                case RegisterOp.I64Popcnt:
                    *(ulong*)(fp + i->A) = (ulong)BitOperations.PopCount(*(ulong*)(fp + i->B));
                    break;
                case RegisterOp.I64Add: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) + *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64Sub: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) - *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64Mul: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) * *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64And: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) & *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64Or: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) | *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64Xor: *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) ^ *(ulong*)(fp + i->C)); break;
                case RegisterOp.I64Shl: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) << *(int*)(fp + i->C); break;
                case RegisterOp.I64ShrS:
                    *(ulong*)(fp + i->A) = (ulong)(*(long*)(fp + i->B) >> *(int*)(fp + i->C));
                    break;
                case RegisterOp.I64ShrU: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) >> *(int*)(fp + i->C); break;
                case RegisterOp.I64Rotl:
                    *(ulong*)(fp + i->A) = BitOperations.RotateLeft(*(ulong*)(fp + i->B), *(int*)(fp + i->C));
                    break;
                case RegisterOp.I64Rotr:
                    *(ulong*)(fp + i->A) = BitOperations.RotateRight(*(ulong*)(fp + i->B), *(int*)(fp + i->C));
                    break;
                case RegisterOp.I64DivS:
                    if (*(long*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    if (*(long*)(fp + i->C) == -1 && *(long*)(fp + i->B) == long.MinValue)
                    {
                        goto IntegerOverflow;
                    }

                    *(ulong*)(fp + i->A) = (ulong)(*(long*)(fp + i->B) / *(long*)(fp + i->C));
                    break;
                case RegisterOp.I64DivU:
                    if (*(ulong*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) / *(ulong*)(fp + i->C);
                    break;
                case RegisterOp.I64RemS:
                    if (*(long*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(long*)(fp + i->C) == -1
                        ? 0 : (ulong)(*(long*)(fp + i->B) % *(long*)(fp + i->C));
                    break;
                case RegisterOp.I64RemU:
                    if (*(ulong*)(fp + i->C) == 0)
                    {
                        goto DivideByZero;
                    }

                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) % *(ulong*)(fp + i->C);
                    break;
                case RegisterOp.I32WrapI64: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B); break;
                case RegisterOp.I64ExtendI32S: *(ulong*)(fp + i->A) = (ulong)(long)*(int*)(fp + i->B); break;
                case RegisterOp.I64ExtendI32U: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B); break;
                case RegisterOp.I32ReinterpretF32: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B); break;
                case RegisterOp.I64ReinterpretF64: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B); break;
                case RegisterOp.F32ReinterpretI32: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B); break;
                case RegisterOp.F64ReinterpretI64: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B); break;
                case RegisterOp.I32Extend8S: *(ulong*)(fp + i->A) = (uint)(int)*(sbyte*)(fp + i->B); break;
                case RegisterOp.I32Extend16S: *(ulong*)(fp + i->A) = (uint)(int)*(short*)(fp + i->B); break;
                case RegisterOp.I64Extend8S: *(ulong*)(fp + i->A) = (ulong)(long)*(sbyte*)(fp + i->B); break;
                case RegisterOp.I64Extend16S: *(ulong*)(fp + i->A) = (ulong)(long)*(short*)(fp + i->B); break;
                case RegisterOp.I64Extend32S: *(ulong*)(fp + i->A) = (ulong)(long)*(int*)(fp + i->B); break;
                case RegisterOp.I32EqConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) == i->C ? 1UL : 0UL; break;
                case RegisterOp.I32NeConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) != i->C ? 1UL : 0UL; break;
                case RegisterOp.I32LtSConst: *(ulong*)(fp + i->A) = *(int*)(fp + i->B) < (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I32LtUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) < i->C ? 1UL : 0UL; break;
                case RegisterOp.I32GtSConst: *(ulong*)(fp + i->A) = *(int*)(fp + i->B) > (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I32GtUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) > i->C ? 1UL : 0UL; break;
                case RegisterOp.I32LeSConst: *(ulong*)(fp + i->A) = *(int*)(fp + i->B) <= (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I32LeUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) <= i->C ? 1UL : 0UL; break;
                case RegisterOp.I32GeSConst: *(ulong*)(fp + i->A) = *(int*)(fp + i->B) >= (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I32GeUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) >= i->C ? 1UL : 0UL; break;
                case RegisterOp.I32AddConst: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) + i->C); break;
                case RegisterOp.I32MulConst: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) * i->C); break;
                case RegisterOp.I32AndConst: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) & i->C); break;
                case RegisterOp.I32OrConst: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) | i->C); break;
                case RegisterOp.I32XorConst: *(ulong*)(fp + i->A) = (uint)(*(uint*)(fp + i->B) ^ i->C); break;
                case RegisterOp.I32ShlConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) << (int)i->C; break;
                case RegisterOp.I32ShrSConst: *(ulong*)(fp + i->A) = (uint)(*(int*)(fp + i->B) >> (int)i->C); break;
                case RegisterOp.I32ShrUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) >> (int)i->C; break;
                case RegisterOp.I32RotlConst:
                    *(ulong*)(fp + i->A) = BitOperations.RotateLeft(*(uint*)(fp + i->B), (int)i->C);
                    break;
                case RegisterOp.I32RotrConst:
                    *(ulong*)(fp + i->A) = BitOperations.RotateRight(*(uint*)(fp + i->B), (int)i->C);
                    break;
                case RegisterOp.I32DivSConst: *(ulong*)(fp + i->A) = (uint)(*(int*)(fp + i->B) / (int)i->C); break;
                case RegisterOp.I32DivUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) / i->C; break;
                case RegisterOp.I32RemSConst: *(ulong*)(fp + i->A) = (uint)(*(int*)(fp + i->B) % (int)i->C); break;
                case RegisterOp.I32RemUConst: *(ulong*)(fp + i->A) = *(uint*)(fp + i->B) % i->C; break;
                case RegisterOp.I64EqConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) == (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64NeConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) != (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LtSConst: *(ulong*)(fp + i->A) = *(long*)(fp + i->B) < (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I64LtUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) < (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GtSConst: *(ulong*)(fp + i->A) = *(long*)(fp + i->B) > (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I64GtUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) > (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64LeSConst: *(ulong*)(fp + i->A) = *(long*)(fp + i->B) <= (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I64LeUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) <= (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64GeSConst: *(ulong*)(fp + i->A) = *(long*)(fp + i->B) >= (int)i->C ? 1UL : 0UL; break;
                case RegisterOp.I64GeUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) >= (ulong)(long)(int)i->C ? 1UL : 0UL;
                    break;
                case RegisterOp.I64AddConst:
                    *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) + (ulong)(long)(int)i->C);
                    break;
                case RegisterOp.I64MulConst:
                    *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) * (ulong)(long)(int)i->C);
                    break;
                case RegisterOp.I64AndConst:
                    *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) & (ulong)(long)(int)i->C);
                    break;
                case RegisterOp.I64OrConst:
                    *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) | (ulong)(long)(int)i->C);
                    break;
                case RegisterOp.I64XorConst:
                    *(ulong*)(fp + i->A) = (*(ulong*)(fp + i->B) ^ (ulong)(long)(int)i->C);
                    break;
                case RegisterOp.I64ShlConst: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) << (int)i->C; break;
                case RegisterOp.I64ShrSConst: *(ulong*)(fp + i->A) = (ulong)(*(long*)(fp + i->B) >> (int)i->C); break;
                case RegisterOp.I64ShrUConst: *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) >> (int)i->C; break;
                case RegisterOp.I64RotlConst:
                    *(ulong*)(fp + i->A) = BitOperations.RotateLeft(*(ulong*)(fp + i->B), (int)i->C);
                    break;
                case RegisterOp.I64RotrConst:
                    *(ulong*)(fp + i->A) = BitOperations.RotateRight(*(ulong*)(fp + i->B), (int)i->C);
                    break;
                case RegisterOp.I64DivSConst: *(ulong*)(fp + i->A) = (ulong)(*(long*)(fp + i->B) / (int)i->C); break;
                case RegisterOp.I64DivUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) / (ulong)(long)(int)i->C;
                    break;
                case RegisterOp.I64RemSConst: *(ulong*)(fp + i->A) = (ulong)(*(long*)(fp + i->B) % (int)i->C); break;
                case RegisterOp.I64RemUConst:
                    *(ulong*)(fp + i->A) = *(ulong*)(fp + i->B) % (ulong)(long)(int)i->C;
                    break;
                case RegisterOp.BrI32Eq:
                    if (*(uint*)(fp + i->A) == *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32EqConst:
                    if (*(uint*)(fp + i->A) == i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32Ne:
                    if (*(uint*)(fp + i->A) != *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32NeConst:
                    if (*(uint*)(fp + i->A) != i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LtS:
                    if (*(int*)(fp + i->A) < *(int*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LtSConst:
                    if (*(int*)(fp + i->A) < (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LtU:
                    if (*(uint*)(fp + i->A) < *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LtUConst:
                    if (*(uint*)(fp + i->A) < i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GtS:
                    if (*(int*)(fp + i->A) > *(int*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GtSConst:
                    if (*(int*)(fp + i->A) > (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GtU:
                    if (*(uint*)(fp + i->A) > *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GtUConst:
                    if (*(uint*)(fp + i->A) > i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LeS:
                    if (*(int*)(fp + i->A) <= *(int*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LeSConst:
                    if (*(int*)(fp + i->A) <= (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LeU:
                    if (*(uint*)(fp + i->A) <= *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32LeUConst:
                    if (*(uint*)(fp + i->A) <= i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GeS:
                    if (*(int*)(fp + i->A) >= *(int*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GeSConst:
                    if (*(int*)(fp + i->A) >= (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GeU:
                    if (*(uint*)(fp + i->A) >= *(uint*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI32GeUConst:
                    if (*(uint*)(fp + i->A) >= i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64Eq:
                    if (*(ulong*)(fp + i->A) == *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64EqConst:
                    if (*(ulong*)(fp + i->A) == (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64Ne:
                    if (*(ulong*)(fp + i->A) != *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64NeConst:
                    if (*(ulong*)(fp + i->A) != (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LtS:
                    if (*(long*)(fp + i->A) < *(long*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LtSConst:
                    if (*(long*)(fp + i->A) < (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LtU:
                    if (*(ulong*)(fp + i->A) < *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LtUConst:
                    if (*(ulong*)(fp + i->A) < (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GtS:
                    if (*(long*)(fp + i->A) > *(long*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GtSConst:
                    if (*(long*)(fp + i->A) > (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GtU:
                    if (*(ulong*)(fp + i->A) > *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GtUConst:
                    if (*(ulong*)(fp + i->A) > (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LeS:
                    if (*(long*)(fp + i->A) <= *(long*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LeSConst:
                    if (*(long*)(fp + i->A) <= (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LeU:
                    if (*(ulong*)(fp + i->A) <= *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64LeUConst:
                    if (*(ulong*)(fp + i->A) <= (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GeS:
                    if (*(long*)(fp + i->A) >= *(long*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GeSConst:
                    if (*(long*)(fp + i->A) >= (int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GeU:
                    if (*(ulong*)(fp + i->A) >= *(ulong*)(fp + i->B))
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.BrI64GeUConst:
                    if (*(ulong*)(fp + i->A) >= (ulong)(long)(int)i->B)
                    {
                        goto Jump;
                    }

                    goto ChargeNext;
                case RegisterOp.F32Eq:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) == *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Ne:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) != *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Lt:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) < *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Gt:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) > *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Le:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) <= *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Ge:
                    *(ulong*)(fp + i->A) = *(float*)(fp + i->B) >= *(float*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F32Abs: *(ulong*)(fp + i->A) = FloatOps.F32Abs(*(uint*)(fp + i->B)); break;
                case RegisterOp.F32Neg: *(ulong*)(fp + i->A) = FloatOps.F32Neg(*(uint*)(fp + i->B)); break;
                case RegisterOp.F32Ceil:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32Ceil(*(float*)(fp + i->B)));
                    break;
                case RegisterOp.F32Floor:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32Floor(*(float*)(fp + i->B)));
                    break;
                case RegisterOp.F32Trunc:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32Trunc(*(float*)(fp + i->B)));
                    break;
                case RegisterOp.F32Nearest:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32Nearest(*(float*)(fp + i->B)));
                    break;
                case RegisterOp.F32Sqrt:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32Sqrt(*(float*)(fp + i->B)));
                    break;
                case RegisterOp.F32Add:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Add(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Sub:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Sub(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Mul:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Mul(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Div:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Div(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Min:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Min(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Max:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32Max(*(float*)(fp + i->B), *(float*)(fp + i->C)));
                    break;
                case RegisterOp.F32Copysign:
                    *(ulong*)(fp + i->A) = FloatOps.F32Copysign(*(uint*)(fp + i->B), *(uint*)(fp + i->C));
                    break;
                case RegisterOp.F64Eq:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) == *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Ne:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) != *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Lt:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) < *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Gt:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) > *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Le:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) <= *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Ge:
                    *(ulong*)(fp + i->A) = *(double*)(fp + i->B) >= *(double*)(fp + i->C) ? 1UL : 0UL;
                    break;
                case RegisterOp.F64Abs: *(ulong*)(fp + i->A) = FloatOps.F64Abs(*(ulong*)(fp + i->B)); break;
                case RegisterOp.F64Neg: *(ulong*)(fp + i->A) = FloatOps.F64Neg(*(ulong*)(fp + i->B)); break;
                case RegisterOp.F64Ceil: *(double*)(fp + i->A) = FloatOps.F64Ceil(*(double*)(fp + i->B)); break;
                case RegisterOp.F64Floor: *(double*)(fp + i->A) = FloatOps.F64Floor(*(double*)(fp + i->B)); break;
                case RegisterOp.F64Trunc: *(double*)(fp + i->A) = FloatOps.F64Trunc(*(double*)(fp + i->B)); break;
                case RegisterOp.F64Nearest: *(double*)(fp + i->A) = FloatOps.F64Nearest(*(double*)(fp + i->B)); break;
                case RegisterOp.F64Sqrt: *(double*)(fp + i->A) = FloatOps.F64Sqrt(*(double*)(fp + i->B)); break;
                case RegisterOp.F64Add:
                    *(double*)(fp + i->A) = FloatOps.F64Add(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Sub:
                    *(double*)(fp + i->A) = FloatOps.F64Sub(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Mul:
                    *(double*)(fp + i->A) = FloatOps.F64Mul(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Div:
                    *(double*)(fp + i->A) = FloatOps.F64Div(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Min:
                    *(double*)(fp + i->A) = FloatOps.F64Min(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Max:
                    *(double*)(fp + i->A) = FloatOps.F64Max(*(double*)(fp + i->B), *(double*)(fp + i->C));
                    break;
                case RegisterOp.F64Copysign:
                    *(ulong*)(fp + i->A) = FloatOps.F64Copysign(*(ulong*)(fp + i->B), *(ulong*)(fp + i->C));
                    break;
                case RegisterOp.F32ConvertI32S:
                    *(ulong*)(fp + i->A) = BitConverter.SingleToUInt32Bits(FloatOps.F32ConvertI32S(*(int*)(fp + i->B)));
                    break;
                case RegisterOp.F32ConvertI32U:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32ConvertI32U(*(uint*)(fp + i->B)));
                    break;
                case RegisterOp.F32ConvertI64S:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32ConvertI64S(*(long*)(fp + i->B)));
                    break;
                case RegisterOp.F32ConvertI64U:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32ConvertI64U(*(ulong*)(fp + i->B)));
                    break;
                case RegisterOp.F32DemoteF64:
                    *(ulong*)(fp + i->A) =
                        BitConverter.SingleToUInt32Bits(FloatOps.F32DemoteF64(*(double*)(fp + i->B)));
                    break;
                case RegisterOp.F64ConvertI32S:
                    *(double*)(fp + i->A) = FloatOps.F64ConvertI32S(*(int*)(fp + i->B));
                    break;
                case RegisterOp.F64ConvertI32U:
                    *(double*)(fp + i->A) = FloatOps.F64ConvertI32U(*(uint*)(fp + i->B));
                    break;
                case RegisterOp.F64ConvertI64S:
                    *(double*)(fp + i->A) = FloatOps.F64ConvertI64S(*(long*)(fp + i->B));
                    break;
                case RegisterOp.F64ConvertI64U:
                    *(double*)(fp + i->A) = FloatOps.F64ConvertI64U(*(ulong*)(fp + i->B));
                    break;
                case RegisterOp.F64PromoteF32:
                    *(double*)(fp + i->A) = FloatOps.F64PromoteF32(*(float*)(fp + i->B));
                    break;
                case RegisterOp.I32TruncF32S:
                case RegisterOp.I32TruncF32U:
                case RegisterOp.I32TruncF64S:
                case RegisterOp.I32TruncF64U:
                case RegisterOp.I64TruncF32S:
                case RegisterOp.I64TruncF32U:
                case RegisterOp.I64TruncF64S:
                case RegisterOp.I64TruncF64U:
                    if (Conversions.Truncate(i, fp) is var trap and not TruncationTrap.None)
                    {
                        if (trap == TruncationTrap.Overflow)
                        {
                            goto IntegerOverflow;
                        }

                        goto InvalidConversion;
                    }

                    break;
                case RegisterOp.TruncSat: Conversions.TruncateSaturating(i, fp); break;
                default:
                    ThrowUnknown(i->Op);
                    return;
            }

            i++;
            continue;

        Jump:
            i = (Instr*)((byte*)i + (int)i->C);
            goto Charge;

        ChargeNext:
            i++;

        Charge:
            fuel -= i->Cost;
            if (fuel >= 0)
            {
                continue;
            }

        OutOfFuel:
            activation.Save(i, fp, fuel);
            activation.TakeSlice();
            fuel = activation.Fuel;
        }

    Compile:
        activation.Save(i, fp, fuel);
        TranslatedCode.GetOrTranslate(ref activation, activation.Instance, (int)(i->B / (uint)sizeof(nint)));
        activation.Pc = i;
        goto Reload;

    MemoryOutOfBounds:
        trapCode = TrapCode.MemoryOutOfBounds;
        goto Trap;
    DivideByZero:
        trapCode = TrapCode.IntegerDivideByZero;
        goto Trap;
    IntegerOverflow:
        trapCode = TrapCode.IntegerOverflow;
        goto Trap;
    InvalidConversion:
        trapCode = TrapCode.InvalidConversionToInteger;
        goto Trap;
    StackExhausted:
        trapCode = TrapCode.StackExhausted;

    Trap:
        activation.Save(i, fp, fuel);
        ThrowHelper.Trap(trapCode);
    }

    [DoesNotReturn]
    private static void ThrowUnknown(RegisterOp op) =>
        throw new InvalidOperationException($"Register code has {op}, the loop has not.");
}
