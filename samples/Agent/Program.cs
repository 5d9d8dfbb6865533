using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Samples.Agent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

// An agent that finds skills, has a person approve them, and uses them. Without an endpoint it talks to a script.
string? endpoint = Environment.GetEnvironmentVariable(Models.EndpointVariable);
using IChatClient model = endpoint is null ? new ScriptedModel() : Models.Connect(endpoint);

string store = Directory.CreateTempSubdirectory("boternity-agent-").FullName;
var services = new ServiceCollection();
services.AddBoternitySkills(options => options.StorePath = store)
    .AddDirectoryRegistry("local", Path.Combine(AppContext.BaseDirectory, "skills"))
    .UseChatApprover();
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
Directory.Delete(store, recursive: true);
return model is ScriptedModel script ? script.Verify() : 0;
