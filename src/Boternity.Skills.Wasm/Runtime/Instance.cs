using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>An instance of a module.</summary>
internal sealed unsafe class Instance
{
    // Written by nobody, but no constant.
    private long _zero;

    /// <summary>An instance without anything in it; <see cref="Instantiator"/> fills it.</summary>
    internal Instance(Store store, Module module)
    {
        Store = store;
        Module = module;
        NativeStack = store.NativeStack;
        Stack = store.Stack;
        Segments = new InstanceSegments(this);
        HandleBase = (ulong)store.Register(this) << 32;
    }

    public Store Store { get; }

    public Module Module { get; }

    /// <summary>What the handles of references to its functions have in common.</summary>
    internal ulong HandleBase { get; }

    /// <summary>As the store's: compiled code reads it at each call.</summary>
    internal NativeStackGuard NativeStack { get; }

    /// <summary>As the store's: compiled code reads it at calls.</summary>
    internal GuestStack Stack { get; }

    /// <summary>What of its segments is left.</summary>
    internal InstanceSegments Segments { get; }

    /// <summary>The first memory, which almost all instructions mean; null where there is none.</summary>
    internal Memory? FirstMemory { get; set; }

    /// <summary>The function outside of this instance that compiled code found in a table and calls next.</summary>
    internal Function? PendingFunction { get; set; }

    /// <summary>The function of this instance that compiled code calls next in place of itself and that is not
    /// compiled; -1 for none.</summary>
    internal int PendingIndex { get; set; } = -1;

    /// <summary>Zero, and no constant to the JIT.</summary>
    internal long Zero => _zero;

    /// <summary>False, and unknown to the JIT each time that it is asked.</summary>
    internal bool IsNever => Volatile.Read(ref _zero) != 0;

    internal Function[] ImportedFunctions { get; set; } = [];

    internal Memory[] Memories { get; set; } = [];

    internal Table[] Tables { get; set; } = [];

    /// <summary>Where each global's slots lie, imported ones first.</summary>
    internal ulong** Globals { get; set; }

    /// <summary>The function exported under this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Function GetFunction(string name) =>
        FindFunction(name) ?? throw new ArgumentException($"The module exports no function '{name}'.", nameof(name));

    public Function? FindFunction(string name) => FindExtern(name) as Function;

    public Memory? FindMemory(string name) => FindExtern(name) as Memory;

    public Table? FindTable(string name) => FindExtern(name) as Table;

    public Global? FindGlobal(string name) => FindExtern(name) as Global;

    public Extern? FindExtern(string name) => Module.FindExport(name) is { } export ? GetExtern(export) : null;

    internal Extern GetExtern(Export export) => export.Kind switch
    {
        ExternKind.Function => GetFunction(export.Index),
        ExternKind.Table => Tables[export.Index],
        ExternKind.Memory => Memories[export.Index],
        _ => new Global(Store, Module.Definition.GlobalTypes[export.Index], Globals[export.Index]),
    };

    /// <summary>A function by its index in the module; an import is what was imported.</summary>
    internal Function GetFunction(int index) =>
        index < ImportedFunctions.Length ? ImportedFunctions[index].BindTo(Store) : new Function(this, index);

    /// <summary>The handle of a function reference. An imported function has the handle it has where it comes
    /// from.</summary>
    internal ulong GetFunctionHandle(int index) =>
        index < ImportedFunctions.Length ? Store.ToHandle(ImportedFunctions[index]) : HandleBase | (uint)index;

    /// <summary>The value of a constant expression.</summary>
    internal (ulong Low, ulong High) Evaluate(ConstExpr expression)
    {
        if (expression.Constant is { } constant)
        {
            return (constant, 0);
        }

        if (expression.FunctionIndex >= 0)
        {
            return (GetFunctionHandle(expression.FunctionIndex), 0);
        }

        return ConstExprEvaluator.Evaluate(this, expression);
    }
}
