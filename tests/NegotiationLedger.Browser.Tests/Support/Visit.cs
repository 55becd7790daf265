using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>A tab of a reader's own, in which nothing may go wrong unseen: what the browser complains of fails the test.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, Address) = (context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>Parts of what the browser may complain of, because the journey brings it about.</summary>
    public ISet<string> Expected { get; } = new HashSet<string>();

    /// <summary>Where the server is.</summary>
    public string Address { get; }

    /// <summary>Opens a tab.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="server">The server.</param>
    /// <param name="width">The width of the window, in CSS pixels.</param>
    /// <param name="isDark">Whether the reader prefers dark pages.</param>
    /// <param name="hasScript">Whether scripts run.</param>
    public static Task<Visit> Of(Chromium chromium, ConsoleServer server, int width = 1280, bool isDark = false, bool hasScript = true) =>
        Of(chromium, server.Address, width, isDark, hasScript);

    /// <inheritdoc cref="Of(Chromium, ConsoleServer, int, bool, bool)"/>
    public static async Task<Visit> Of(Chromium chromium, string server, int width = 1280, bool isDark = false, bool hasScript = true)
    {
        var context = await chromium.Browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
                JavaScriptEnabled = hasScript,
                ReducedMotion = ReducedMotion.Reduce,
                BaseURL = server,
            }
        );
        context.SetDefaultTimeout(30_000);
        return new(context, await context.NewPageAsync(), server);
    }

    /// <summary>Goes to an address of the server.</summary>
    public async Task<IResponse> To(string path) => (await Page.GotoAsync(path))!;

    /// <summary>Holds the page against WCAG 2.2 AA, as far as a program can.</summary>
    public async Task ShouldBeAccessible()
    {
        var result = await Page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new() { Type = "tag", Values = [.. Wcag] },
            }
        );
        result
            .Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))
            .ShouldBeEmpty($"{Page.Url} is not accessible to everyone");
    }

    /// <summary>Nothing is wider than the window: nobody has to scroll sideways to read.</summary>
    public async Task ShouldFitTheWindow() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(
            0,
            $"{Page.Url} is wider than its window"
        );

    /// <summary>Nothing moved while the page was loaded (Layout Instability, WICG).</summary>
    public async Task ShouldNotHaveShifted() =>
        (
            await Page.EvaluateAsync<double>(
                """
                () => new Promise((done) => {
                  let shifted = 0;
                  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shifted += entry.value)))
                    .observe({ type: "layout-shift", buffered: true });
                  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shifted))));
                })
                """
            )
        ).ShouldBeLessThan(0.01, $"{Page.Url} moved while it was loaded");

    /// <summary>Keeps a picture of the whole page for a person to look at, in <c>artifacts/screenshots</c>.</summary>
    public async Task Keep(string name)
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "NegotiationLedger.sln")))
            root = Path.GetDirectoryName(root);
        var file = Path.Combine(root ?? AppContext.BaseDirectory, "artifacts", "screenshots", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _complaints.Where(c => !Expected.Any(e => c.Contains(e, StringComparison.Ordinal))).ShouldBeEmpty("The browser complained");
    }
}
