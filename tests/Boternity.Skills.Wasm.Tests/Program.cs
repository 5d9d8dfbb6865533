using Boternity.Skills.Wasm.Tests.Emit;

// The test run does not come through here: a test starts this assembly as a process of its own, with another
// configuration.
return args is ["static"] ? StaticChild.Run() : 2;
