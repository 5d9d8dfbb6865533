using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Functions as typed delegates: int and uint stand for i32, long and ulong for i64, float and double for f32 and f64.
/// A call boxes and allocates nothing.
/// </summary>
internal static class TypedFunctions
{
    extension(Function function)
    {
        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Action AsAction()
        {
            function.RequireType([], []);
            return () =>
            {
                function.Invoke([], default);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Func<TResult> AsFunc<TResult>()
            where TResult : unmanaged
        {
            function.RequireType([], [Slot.TypeOf<TResult>()]);
            return () =>
            {
                ulong result = 0;
                function.Invoke([], new Span<ulong>(ref result));
                return Slot.To<TResult>(result);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Action<T1> AsAction<T1>()
            where T1 : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>()], []);
            return (a1) =>
            {
                function.Invoke([Slot.From(a1)], default);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Func<T1, TResult> AsFunc<T1, TResult>()
            where T1 : unmanaged
            where TResult : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>()], [Slot.TypeOf<TResult>()]);
            return (a1) =>
            {
                ulong result = 0;
                function.Invoke([Slot.From(a1)], new Span<ulong>(ref result));
                return Slot.To<TResult>(result);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Action<T1, T2> AsAction<T1, T2>()
            where T1 : unmanaged
            where T2 : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>()], []);
            return (a1, a2) =>
            {
                function.Invoke([Slot.From(a1), Slot.From(a2)], default);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Func<T1, T2, TResult> AsFunc<T1, T2, TResult>()
            where T1 : unmanaged
            where T2 : unmanaged
            where TResult : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>()], [Slot.TypeOf<TResult>()]);
            return (a1, a2) =>
            {
                ulong result = 0;
                function.Invoke([Slot.From(a1), Slot.From(a2)], new Span<ulong>(ref result));
                return Slot.To<TResult>(result);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Action<T1, T2, T3> AsAction<T1, T2, T3>()
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>()], []);
            return (a1, a2, a3) =>
            {
                function.Invoke([Slot.From(a1), Slot.From(a2), Slot.From(a3)], default);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Func<T1, T2, T3, TResult> AsFunc<T1, T2, T3, TResult>()
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where TResult : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>()], [Slot.TypeOf<TResult>()]);
            return (a1, a2, a3) =>
            {
                ulong result = 0;
                function.Invoke([Slot.From(a1), Slot.From(a2), Slot.From(a3)], new Span<ulong>(ref result));
                return Slot.To<TResult>(result);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Action<T1, T2, T3, T4> AsAction<T1, T2, T3, T4>()
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where T4 : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>(), Slot.TypeOf<T4>()], []);
            return (a1, a2, a3, a4) =>
            {
                function.Invoke([Slot.From(a1), Slot.From(a2), Slot.From(a3), Slot.From(a4)], default);
            };
        }

        /// <exception cref="InvalidOperationException">The function has another type.</exception>
        public Func<T1, T2, T3, T4, TResult> AsFunc<T1, T2, T3, T4, TResult>()
            where T1 : unmanaged
            where T2 : unmanaged
            where T3 : unmanaged
            where T4 : unmanaged
            where TResult : unmanaged
        {
            function.RequireType([Slot.TypeOf<T1>(), Slot.TypeOf<T2>(), Slot.TypeOf<T3>(), Slot.TypeOf<T4>()],
                [Slot.TypeOf<TResult>()]);
            return (a1, a2, a3, a4) =>
            {
                ulong result = 0;
                function.Invoke([Slot.From(a1), Slot.From(a2), Slot.From(a3), Slot.From(a4)],
                    new Span<ulong>(ref result));
                return Slot.To<TResult>(result);
            };
        }

        private void RequireType(ReadOnlySpan<ValType> parameters, ReadOnlySpan<ValType> results)
        {
            if (parameters.SequenceEqual(function.Type.Parameters) && results.SequenceEqual(function.Type.Results))
            {
                return;
            }

            throw new InvalidOperationException($"The function is of type {function.Type}.");
        }
    }
}
