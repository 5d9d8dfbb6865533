using Boternity.Skills.Wasmtime.Tests.Processes;

// The test run does not come through here: tests start this assembly as a process of its own.
return args is [WasmtimeChild.Verb, .. string[] rest] ? await WasmtimeChild.RunAsync(rest) : 2;
