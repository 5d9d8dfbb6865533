using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Functions of the host from typed delegates; see <see cref="TypedFunctions"/> for which types stand for
/// which.</summary>
internal static class TypedHostFunctions
{
    extension(Linker linker)
    {
        public Linker DefineFunction(string module, string name, Action<Caller> function) =>
            linker.DefineFunction(module, name, new FuncType([], []), (caller, _, _) => function(caller));

        public Linker DefineFunction<TResult>(string module, string name, Func<Caller, TResult> function)
            where TResult : unmanaged =>
            linker.DefineFunction(module, name, new FuncType([], [Slot.TypeOf<TResult>()]),
                (caller, _, results) => results[0] = Slot.From(function(caller)));

        public Linker DefineFunction<T1>(string module, string name, Action<Caller, T1> function)
            where T1 : unmanaged =>
            linker.DefineFunction(module, name, new FuncType([Slot.TypeOf<T1>()], []),
                (caller, arguments, _) => function(caller, Slot.To<T1>(arguments[0])));

        public Linker DefineFunction<T1, TResult>(string module, string name, Func<Caller, T1, TResult> function)
            where T1 : unmanaged
            where TResult : unmanaged =>
            linker.DefineFunction(module, name, new FuncType([Slot.TypeOf<T1>()], [Slot.TypeOf<TResult>()]),
                (caller, arguments, results) => results[0] = Slot.From(function(caller, Slot.To<T1>(arguments[0]))));

        public Linker DefineFunction<T1, T2>(string module, string name, Action<Caller, T1, T2> function)
            where T1 : unmanaged
            where T2 : unmanaged =>
            linker.DefineFunction(module, name, new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>()], []),
                (caller, arguments, _) => function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1])));

        public Linker DefineFunction<T1, T2, TResult>(string module, string name,
            Func<Caller, T1, T2, TResult> function)
            where T1 : unmanaged
            where T2 : unmanaged
            where TResult : unmanaged =>
            linker.DefineFunction(module, name,
                new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>()], [Slot.TypeOf<TResult>()]),
                (caller, arguments, results) =>
                    results[0] = Slot.From(function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1]))));

        public Linker DefineFunction<T1, T2, T3>(string module, string name, Action<Caller, T1, T2, T3> function)
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged =>
            linker.DefineFunction(module, name,
                new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>()], []),
                (caller, arguments, _) =>
                    function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1]), Slot.To<T3>(arguments[2])));

        public Linker DefineFunction<T1, T2, T3, TResult>(string module, string name,
            Func<Caller, T1, T2, T3, TResult> function)
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where TResult : unmanaged =>
            linker.DefineFunction(module, name,
                new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>()], [Slot.TypeOf<TResult>()]),
                    (caller, arguments, results) =>
                        results[0] = Slot.From(
                            function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1]),
                                Slot.To<T3>(arguments[2]))));

        public Linker DefineFunction<T1, T2, T3, T4>(string module, string name,
            Action<Caller, T1, T2, T3, T4> function)
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where T4 : unmanaged =>
            linker.DefineFunction(module, name,
                new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>(), Slot.TypeOf<T4>()], []),
                    (caller, arguments, _) =>
                        function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1]),
                            Slot.To<T3>(arguments[2]),
                            Slot.To<T4>(arguments[3])));

        public Linker DefineFunction<T1, T2, T3, T4, TResult>(string module, string name,
            Func<Caller, T1, T2, T3, T4, TResult> function)
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where T4 : unmanaged
            where TResult : unmanaged =>
            linker.DefineFunction(module, name,
                new FuncType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>(), Slot.TypeOf<T4>()],
                    [Slot.TypeOf<TResult>()]),
                        (caller, arguments, results) =>
                            results[0] = Slot.From(
                                function(caller, Slot.To<T1>(arguments[0]), Slot.To<T2>(arguments[1]),
                                    Slot.To<T3>(arguments[2]), Slot.To<T4>(arguments[3]))));
    }
}
