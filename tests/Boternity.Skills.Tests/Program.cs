using Boternity.Skills.Tests.Storage;

// The test run does not come through here: tests start this assembly as a process of its own, to race it or to kill it.
return args is ["store", .. string[] rest] ? await StoreChild.RunAsync(rest) : 2;
