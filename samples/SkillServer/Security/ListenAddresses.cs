using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Boternity.Skills.Samples.SkillServer.Security;

/// <summary>Where the server listens. Without keys that is this machine alone.</summary>
internal static class ListenAddresses
{
    /// <summary>Stops the server as it starts, where others could reach it and need no key.</summary>
    public static void RequireKeysBeyondLoopback(WebApplication app, ServerOptions options)
    {
        if (options.ApiKeys.Count > 0)
        {
            return;
        }

        // Addresses come from several places; those that are bound are known once it has started. Until then, and
        // after, what comes from elsewhere is refused.
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            ICollection<string> addresses =
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            if (addresses.FirstOrDefault(address => !IsLoopback(address)) is { } open)
            {
                ServerLog.NoKeys(app.Logger, open);
                Environment.ExitCode = 1;
                app.Lifetime.StopApplication();
            }
        });
        app.Use((context, next) =>
        {
            // The name too: a web page may have a name of its own lead here.
            bool isLocal = context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote);
            if (isLocal && IsLoopback($"http://{context.Request.Host}"))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether only this machine reaches an address such as <c>http://127.0.0.1:5000</c>.</summary>
    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;
}
