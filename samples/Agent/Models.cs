using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Boternity.Skills.Samples.Agent;

/// <summary>A real model, by any endpoint that speaks OpenAI's protocol.</summary>
internal static class Models
{
    /// <summary>
    /// The variable that names it: <c>http://localhost:11434/v1#llama3.2</c>, or <c>https://KEY@host/v1#model</c>.
    /// </summary>
    public const string EndpointVariable = "BOTERNITY_AGENT_ENDPOINT";

    public static IChatClient Connect(string endpoint)
    {
        var address = new Uri(endpoint);
        var server = new UriBuilder(address) { Fragment = "", UserName = "" };
        return new OpenAIClient(
            new ApiKeyCredential(address.UserInfo.Length == 0 ? "none" : address.UserInfo),
            new OpenAIClientOptions { Endpoint = server.Uri })
            .GetChatClient(address.Fragment.TrimStart('#'))
            .AsIChatClient();
    }
}
