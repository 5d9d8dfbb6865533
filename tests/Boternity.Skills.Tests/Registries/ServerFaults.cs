using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries;

/// <summary>How servers fail beside a status.</summary>
internal static class ServerFaults
{
    /// <summary>The beginning of an answer whose length was said to be all of it: that of a gzip file, and shorter than
    /// any answer is, so that nothing is wrong with it but its end.</summary>
    public static async Task CutAsync(HttpContext context)
    {
        context.Response.ContentLength = 40;
        await context.Response.Body.WriteAsync(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 });
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
