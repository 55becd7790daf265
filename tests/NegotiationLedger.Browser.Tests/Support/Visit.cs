using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>A tab of a reader's own, in which nothing may go wrong unseen: what the browser complains of fails the test.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    // What a rule finds by how a page is laid out and coloured, and not by its elements alone.
    private static readonly string[] OfAppearance = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

    private static readonly bool KeepsPictures = Environment.GetEnvironmentVariable("LEDGER_TEST_PICTURES") is { Length: > 0 };

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
    public Task ShouldBeAccessible() => ShouldKeep(new { type = "tag", values = Wcag });

    /// <summary>Holds a page that is accessible in another window or other colours against what depends on these.</summary>
    public Task ShouldBeAccessibleAsItLooks() => ShouldKeep(new { type = "rule", values = OfAppearance });

    // In the page itself: it has no frames, and what it keeps to is not reported.
    private async Task ShouldKeep(object rules)
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
            await Page.EvaluateAsync(Axe);
        var found = await Page.EvaluateAsync<string[]>(
            """
            async (runOnly) => {
              const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"], iframes: false });
              return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.html}`));
            }
            """,
            rules
        );
        found.ShouldBeEmpty($"{Page.Url} is not accessible to everyone");
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

    /// <summary>What something else covers while it has the focus, as a reader comes to it by the Tab key (WCAG 2.2, 2.4.11).</summary>
    /// <param name="most">How often the key is pressed at most.</param>
    public async Task<IReadOnlyList<string>> CoveredByTab(int most)
    {
        var covered = new List<string>();
        for (var i = 0; i < most; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var found = await Page.EvaluateAsync<string>(
                """
                () => {
                  const e = document.activeElement;
                  if (e === document.body) return "end";
                  const boxes = [...e.getClientRects()].filter((b) => b.width > 0 && b.height > 0);
                  const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
                  const places = boxes.flatMap((b) => parts.flatMap((x) => parts.map((y) => [b.left + b.width * x, b.top + b.height * y])));
                  const isSeen = places.some(([x, y]) => {
                    const top = document.elementFromPoint(x, y);
                    return top !== null && (e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
                  });
                  return isSeen ? "" : e.outerHTML.slice(0, 120);
                }
                """
            );
            if (found == "end")
                break;
            if (found.Length > 0)
                covered.Add(found);
        }

        return covered;
    }

    /// <summary>Keeps a picture of the whole page for a person to look at, in <c>artifacts/screenshots</c>, where one is asked for.</summary>
    public async Task Keep(string name)
    {
        if (!KeepsPictures)
            return;
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
