using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries;

/// <summary>How servers fail beside a status.</summary>
internal static class ServerFaults
{
    /// <summary>Half of an answer whose length was said to be all of it.</summary>
    public static async Task CutAsync(HttpContext context)
    {
        context.Response.ContentLength = 4_000;
        await context.Response.Body.WriteAsync(new byte[2_000]);
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    public static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public static Task StallAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>One byte now and then, without end.</summary>
    public static async Task DripAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(" "u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(20, context.RequestAborted);
        }
    }

    public static Task SignInPageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<html>Sign in</html>");
    }

    public static Task RedirectToItselfAsync(HttpContext context)
    {
        context.Response.Redirect($"{context.Request.Path}{context.Request.QueryString}");
        return Task.CompletedTask;
    }
}
