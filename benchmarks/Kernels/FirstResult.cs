using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>Makes an instance of a module and takes a first result of it, as far as its exports tell how.</summary>
internal static class FirstResult
{
    private const ulong LongestPath = 4096;

    /// <summary>Calls a skill again and again on one instance; null where the module is none.</summary>
    /// <returns>What each call took.</returns>
    public static List<TimeSpan>? Repeat(Store store, Module module, int calls)
    {
        Instance instance = Make(store, module);
        if (!IsSkill(instance))
        {
            return null;
        }
        var times = new List<TimeSpan>();
        for (int i = 0; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ExecuteSkill(instance);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times;
    }

    public static void Take(Store store, Module module)
    {
        Instance instance = Make(store, module);
        if (IsSkill(instance))
        {
            ExecuteSkill(instance);
        }
        else if (IsSqlite(instance))
        {
            QuerySqlite(instance);
        }
        else
        {
            CallEntry(instance);
        }
    }

    private static Instance Make(Store store, Module module) =>
        Instantiator.Create(
            store, module, [.. module.Definition.Imports.Select(import => Provide(store, module, import))]);

    // The core module of a skill component, called by the canonical ABI: a string in, result<string, string> out.
    private static bool IsSkill(Instance instance) =>
        instance.FindFunction("execute") is { } && instance.FindFunction("cabi_realloc") is { };

    private static void ExecuteSkill(Instance instance)
    {
        byte[] input = "hello big world"u8.ToArray();
        ulong text = instance.GetFunction("cabi_realloc").Invoke(0, 0, 1, (ulong)input.Length)[0];
        Memory memory = instance.FindMemory("memory")!;
        input.CopyTo(memory.GetSpan(text, (ulong)input.Length));
        ulong result = instance.GetFunction("execute").Invoke(text, (ulong)input.Length)[0];
        byte discriminant = memory.GetSpan(result, 1)[0];
        string answer = Encoding.UTF8.GetString(
            memory.GetSpan(ReadInt32(memory, result + 4), ReadInt32(memory, result + 8)));
        instance.FindFunction("cabi_post_execute")?.Invoke(result);
        if (discriminant != 0)
        {
            throw new InvalidOperationException($"The skill answered with an error: {answer}");
        }
    }

    // SQLite with the exports' names of node-sqlite3-wasm 0.8.60.
    private static bool IsSqlite(Instance instance) =>
        instance.Module.Definition.Imports.Length == 24
            && instance.FindMemory("y") is { }
            && instance.FindFunction("oa") is { };

    private static void QuerySqlite(Instance instance)
    {
        const ulong Row = 100;
        const ulong ReadWriteCreate = 6;
        Memory memory = instance.FindMemory("y")!;
        ulong Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
            ulong address = instance.GetFunction("qa").Invoke((ulong)bytes.Length)[0];
            bytes.CopyTo(memory.GetSpan(address, (ulong)bytes.Length));
            return address;
        }

        instance.GetFunction("z").Invoke();
        ulong slot = instance.GetFunction("qa").Invoke(8)[0];
        Expect("open", 0, instance.GetFunction("oa").Invoke(Text(":memory:"), slot, ReadWriteCreate, 0)[0]);
        ulong database = ReadInt32(memory, slot);
        const string Fill = "create table t(a integer primary key, b text);"
            + "with recursive n(i) as (select 1 union all select i+1 from n where i<1000) insert into t select i, "
            + "'row ' || i from n;";
        Expect("exec", 0, instance.GetFunction("ha").Invoke(database, Text(Fill), 0, 0, 0)[0]);
        Expect(
            "prepare",
            0,
            instance.GetFunction("ia").Invoke(
                database,
                Text("select sum(a) + sum(length(b)) from t where b like '%7%'"),
                ulong.MaxValue,
                slot,
                0)[0]);
        ulong statement = ReadInt32(memory, slot);
        Expect("step", Row, instance.GetFunction("R").Invoke(statement)[0]);
        Expect("column", 159719, instance.GetFunction("W").Invoke(statement, 0)[0]);
    }

    private static void CallEntry(Instance instance)
    {
        string? name = new[] { "run", "_initialize", "_start" }.FirstOrDefault(
            candidate => instance.FindFunction(candidate) is { });
        if (name is null)
        {
            return;
        }
        Function function = instance.GetFunction(name);
        function.Invoke(new ulong[function.Type.ParameterSlots], new ulong[function.Type.ResultSlots]);
    }

    // Imports answer zero: what is measured does without a host.
    private static Extern Provide(Store store, Module module, Import import) => import.Kind switch
    {
        ExternKind.Function when import is { Module: "a", Name: "g" } =>
            new Function(
                module.Definition.GetFunctionType(import.Index), static (_, _, results) => results.Fill(LongestPath)),
        ExternKind.Function =>
            new Function(module.Definition.GetFunctionType(import.Index), static (_, _, results) => results.Clear()),
        ExternKind.Table => Table.Create(store, module.Definition.Tables[import.Index]),
        ExternKind.Memory => Memory.Create(store, module.Definition.Memories[import.Index]),
        _ => Global.Create(store, module.Definition.GlobalTypes[import.Index], 0),
    };

    private static ulong ReadInt32(Memory memory, ulong address) =>
        BinaryPrimitives.ReadUInt32LittleEndian(memory.GetSpan(address, 4));

    private static void Expect(string what, ulong expected, ulong actual)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"{what} answered {actual}, expected {expected}.");
        }
    }
}
