using System.Diagnostics;
using Boternity.Skills.Scripts;
using Wasmtime;

namespace Boternity.Skills.Benchmarks.Scripts;

/// <summary>
/// A script runtime in Wasmtime, compiled beforehand, with fuel and epochs on. It has no captured state: each run
/// initialises an instance of its own.
/// </summary>
internal sealed class WasmtimeScripts : IDisposable
{
    private const ulong Epochs = ulong.MaxValue / 2;
    private const string ScriptHost = "boternity:script/host";

    private readonly IScriptRuntime _runtime;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("boternity-wasmtime-");
    private readonly List<(string HostPath, string GuestPath)> _directories = [];
    private readonly Engine _engine = new(new Config().WithFuelConsumption(true).WithEpochInterruption(true));
    private readonly Linker _linker;
    private readonly Module _module;

    private WasmtimeScripts(IScriptRuntime runtime, WasmBinary module, string skill)
    {
        _runtime = runtime;
        _module = Module.FromBytes(_engine, runtime.Name, module.Bytes.Span);
        _linker = new Linker(_engine);
        _linker.DefineWasi();
        _linker.DefineFunction(ScriptHost, "call", (int _, int _, int _) => -1);
        _linker.DefineFunction(ScriptHost, "take", (int _, int _) => 0);
        foreach (ScriptMount mount in runtime.Mounts)
        {
            string folder = _home.CreateSubdirectory(mount.GuestPath.Trim('/').Replace('/', '-') + "-mount").FullName;
            foreach (ScriptMountFile file in mount.Files)
            {
                string path = Path.Combine(folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, file.Content.ToArray());
            }

            _directories.Add((folder, mount.GuestPath));
        }

        _directories.Add((skill, "/skill"));
        _directories.Add((_home.CreateSubdirectory("tmp").FullName, "/tmp"));
        _directories.Add((_home.CreateSubdirectory("workspace").FullName, "/workspace"));
    }

    public static async Task<WasmtimeScripts> CreateAsync(IScriptRuntime runtime, string skill) =>
        new(runtime, await runtime.ReadModuleAsync(), skill);

    /// <summary>The times of the whole run and, of that, of <c>run</c>.</summary>
    public (double Whole, double Run) Run(string script)
    {
        var configuration = new WasiConfiguration();
        configuration.WithArgs([.. _runtime.GetArguments($"/skill/scripts/{script}", [])]);
        foreach ((string name, string value) in _runtime.Environment.Append(new("PWD", "/workspace")))
        {
            configuration.WithEnvironmentVariable(name, value);
        }

        foreach ((string host, string guest) in _directories)
        {
            configuration.WithPreopenedDirectory(host, guest, guest is "/tmp" or "/workspace");
        }

        string output = Path.Combine(_home.FullName, "output");
        configuration.WithStandardOutput(output);
        configuration.WithInheritedStandardError();
        long start = Stopwatch.GetTimestamp();
        using var store = new Store(_engine);
        store.SetWasiConfiguration(configuration);
        store.Fuel = long.MaxValue / 2;
        store.SetEpochDeadline(Epochs);
        Instance instance = _linker.Instantiate(store, _module);
        instance.GetAction("_initialize")?.Invoke();
        int code = instance.GetFunction<int>("init")!();
        long initialised = Stopwatch.GetTimestamp();
        code = code == 0 ? RunToExit(instance) : code;
        long end = Stopwatch.GetTimestamp();
        return code == 0 && new FileInfo(output).Length > 0
            ? (Stopwatch.GetElapsedTime(start, end).TotalMilliseconds,
                Stopwatch.GetElapsedTime(initialised, end).TotalMilliseconds)
            : throw new InvalidOperationException($"{script} ended with {code} in Wasmtime.");
    }

    private static int RunToExit(Instance instance)
    {
        try
        {
            return instance.GetFunction<int>("run")!();
        }
        catch (WasmtimeException exit) when (exit.ExitCode is { } code)
        {
            return code;
        }
    }

    public void Dispose()
    {
        _module.Dispose();
        _linker.Dispose();
        _engine.Dispose();
        _home.Delete(recursive: true);
    }
}
