using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Console;

/// <summary>Renders components as they are, once, on the server.</summary>
internal sealed class PageWriter(ILoggerFactory logs) : IDisposable
{
    // Text of every script stays readable in the page's source; what HTML gives a meaning to is escaped all the same.
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    /// <summary>Answers with a page.</summary>
    internal async Task Write<TPage>(HttpContext context, IDictionary<string, object?> parameters)
        where TPage : IComponent
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        if (context.Response.Headers.CacheControl.Count == 0)
            context.Response.Headers.CacheControl = "no-cache";
        // Components write as they please, the server only without blocking; a page is short enough to be held.
        using var page = new MemoryStream();
        await using (var writer = new StreamWriter(page, leaveOpen: true))
            await Write<Visited>(
                writer,
                new Dictionary<string, object?>
                {
                    [nameof(Visited.Visitor)] = Visitor.Of(context),
                    [nameof(Visited.Page)] = typeof(TPage),
                    [nameof(Visited.Parameters)] = parameters,
                }
            );
        context.Response.ContentLength = page.Length;
        page.Position = 0;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Writes a component.</summary>
    internal async Task Write<TComponent>(TextWriter writer, IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(_services, logs);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            root.WriteHtmlTo(writer);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();
}
