using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>The core modules of one part of a program: its destructor, and its functions.</summary>
internal sealed class LifetimeCode(LifetimeProgram program, int part)
{
    private const ValType Number = ValType.I32;

    /// <summary>A module that exports <c>end</c>.</summary>
    public ModuleWriter Destructor()
    {
        var module = new ModuleWriter();
        Dictionary<string, int> imports = Import(module, withOwn: false);
        int end = module.Function(
            module.Type([Number], []),
            code =>
            {
                code.I32(part + 1).Get(0).Call(imports["log-end"]);
                Write(code, program.Parts[part].Destructor ?? [], imports);
            },
            (2, Number));
        module.Export("end", ExternKind.Function, end);
        return module;
    }

    /// <summary>A module that exports <c>f0</c> and so on, and <c>after0</c> and so on.</summary>
    public ModuleWriter Functions()
    {
        var module = new ModuleWriter();
        Dictionary<string, int> imports = Import(module, withOwn: true);
        LifetimeFunction[] functions = program.Parts[part].Functions;
        for (int k = 0; k < functions.Length; k++)
        {
            LifetimeFunction function = functions[k];
            ValType[] results = function.Result is null ? [] : [Number];
            int index = module.Function(
                module.Type([.. function.Parameters.Select(_ => Number)], results),
                code =>
                {
                    Write(code, function.Ops, imports);
                    if (function.Result is not null)
                    {
                        code.Get(function.ResultSlot);
                    }
                },
                (LifetimeFunction.ExtraSlots, Number));
            module.Export($"f{k}", ExternKind.Function, index);
            module.Export($"after{k}", ExternKind.Function, module.Function(
                module.Type(results, []), code => code.I32(1).Call(imports["drop0"])));
        }

        return module;
    }

    private static ValType[] Core(LifetimeType? result) => result is null ? [] : [Number];

    private Dictionary<string, int> Import(ModuleWriter module, bool withOwn)
    {
        var imports = new Dictionary<string, int>();
        void Add(string name, int parameters, ValType[] results) => imports.Add(
            name, module.ImportFunction("h", name, module.Type([.. Enumerable.Repeat(Number, parameters)], results)));
        Add("make", 0, [Number]);
        Add("take", 1, []);
        Add("peek", 1, [Number]);
        Add("log", 1, []);
        Add("log-end", 2, []);
        for (int j = 0; j < part; j++)
        {
            for (int k = 0; k < program.Parts[j].Functions.Length; k++)
            {
                (LifetimeType[] parameters, LifetimeType? result) = program.TypeOf(j, k);
                Add($"c{j}-f{k}", parameters.Length, Core(result));
            }
        }

        for (int resource = 0; resource <= (withOwn ? part + 1 : part); resource++)
        {
            Add($"drop{resource}", 1, []);
        }

        if (withOwn)
        {
            Add("new", 1, [Number]);
            Add("rep", 1, [Number]);
        }

        return imports;
    }

    private void Write(CodeWriter code, LifetimeOp[] ops, Dictionary<string, int> imports)
    {
        foreach (LifetimeOp op in ops)
        {
            switch (op.Kind)
            {
                case LifetimeOpKind.Set: code.I32(op.Number).Set(op.Slot); break;
                case LifetimeOpKind.Log: code.Get(op.Slot).Call(imports["log"]); break;
                case LifetimeOpKind.New: code.I32(op.Number).Call(imports["new"]).Set(op.Slot); break;
                case LifetimeOpKind.Rep: code.Get(op.Slot).Call(imports["rep"]).Call(imports["log"]); break;
                case LifetimeOpKind.Drop: code.Get(op.Slot).Call(imports[$"drop{op.Number}"]); break;
                default: WriteCall(code, op, imports); break;
            }
        }
    }

    private void WriteCall(CodeWriter code, LifetimeOp op, Dictionary<string, int> imports)
    {
        foreach (int argument in op.Arguments!)
        {
            code.Get(argument);
        }

        string name = op.Component < 0
            ? op.Function switch
            {
                LifetimeProgram.Make => "make",
                LifetimeProgram.Take => "take",
                _ => "peek",
            }
            : $"c{op.Component}-f{op.Function}";
        code.Call(imports[name]);
        if (program.TypeOf(op.Component, op.Function).Result is not null)
        {
            code.Set(op.Slot);
        }
    }
}
