using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>Another process, in which the runtime says that it has no dynamic code.</summary>
internal static class StaticChild
{
    public const string Expected = "dynamic code: False, sum: 4950, compiled: False";

    private const string Switch = "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported";

    /// <summary>Starts this assembly again with the switch, and gives what it printed.</summary>
    public static string Start()
    {
        string assembly = typeof(StaticChild).Assembly.Location;
        string configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory,
            $"static-{Guid.NewGuid():N}.runtimeconfig.json");
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json")))!;
        JsonObject options = json["runtimeOptions"]!.AsObject();
        options["configProperties"] ??= new JsonObject();
        options["configProperties"]![Switch] = false;
        File.WriteAllText(configuration, json.ToJsonString());
        try
        {
            string[] arguments = ["exec", "--runtimeconfig", configuration, assembly, "static"];
            var start = new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return output.Trim();
        }
        finally
        {
            File.Delete(configuration);
        }
    }

    /// <summary>The other side: runs what would be compiled at once.</summary>
    public static int Run()
    {
        var engine = new Engine(Tier.OptionsOf(Tier.Compiled));
        using Store store = engine.CreateStore();
        Module module = engine.LoadModule(HotLoop.Write());
        int sum = new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int, int>()(100);
        Console.WriteLine(
            $"dynamic code: {RuntimeFeature.IsDynamicCodeSupported}, sum: {sum}, compiled: "
                + $"{module.Code.Get(0).Compiled is not null}");
        return 0;
    }
}
