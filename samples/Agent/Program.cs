using Boternity.Skills;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Runtimes.Python;
using Boternity.Skills.Samples.Agent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

// An agent that finds skills, has a person approve them, and uses them. Without an endpoint it talks to a script.
// A build from the repository has Python in it once build/runtimes/build.sh has run; a package always has.
string? endpoint = Environment.GetEnvironmentVariable(Models.EndpointVariable);
using IChatClient model = endpoint is null ? new ScriptedModel(PythonRuntime.IsIncluded) : Models.Connect(endpoint);

string store = Directory.CreateTempSubdirectory("boternity-agent-").FullName;
var services = new ServiceCollection();
IBoternitySkillsBuilder builder = services.AddBoternitySkills(options => options.StorePath = store)
    .AddDirectoryRegistry("local", Path.Combine(AppContext.BaseDirectory, "skills"))
    .UseChatApprover();
if (PythonRuntime.IsIncluded)
{
    builder.AddPython();
}

await using ServiceProvider provider = services.BuildServiceProvider();

AIContextProvider skills = new AgentSkillsProviderBuilder()
    .UseInstalledSkills(provider)
    .UseOptions(options =>
    {
        options.DisableLoadSkillApproval = true;
        options.DisableReadSkillResourceApproval = true;
        options.DisableRunSkillScriptApproval = true;
    })
    .BuildWithTypedArguments();
AIAgent agent = model.AsAIAgent(new ChatClientAgentOptions
{
    ChatOptions = new ChatOptions
    {
        Instructions = "You may find and install skills when you need one.",
        Tools = [.. provider.GetRequiredService<SkillInstallTools>().GetAITools()],
    },
    AIContextProviders = [skills],
});

var chat = new Conversation(agent, provider.GetRequiredService<ChatSkillApprover>(), asksAPerson: endpoint is not null);
await chat.SayAsync("Find a skill that writes release notes.");
await chat.SayAsync("Write release notes for: added a search box; fixed the clock.");
await chat.SayAsync("Install local/js-tour.");
await chat.SayAsync("Now shout \"good morning\" with it.");
if (PythonRuntime.IsIncluded)
{
    await chat.SayAsync("Install local/tally.");
    await chat.SayAsync("Tally these: fixed, added, fixed.");
}
else
{
    Console.WriteLine("(No Python in this build, so its skill is left out: bash build/runtimes/build.sh python)");
}

Directory.Delete(store, recursive: true);
return model is ScriptedModel script ? script.Verify() : 0;
