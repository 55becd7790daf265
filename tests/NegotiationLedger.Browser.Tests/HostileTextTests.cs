using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Browser.Tests;

/// <summary>A server with the Doha talks in which every title, name and word is an attack, and is written from right to left.</summary>
public sealed class HostileServer(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Breaks out of an element, an attribute, a script and a style, if anything lets it.</summary>
    public const string Attack =
        "</script></style>\"'><img src=/nowhere onerror=\"document.title='owned'\"><svg onload=\"document.title='owned'\"> שלום";

    public RunningServer Server { get; } = new(postgres) { Pages = ConsolePages.Served };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        // Ids, dates and names of values have no space in them.
        await Server.Load("doha-2025", text => text.Contains(' ', StringComparison.Ordinal) ? $"{Attack} {text}" : text);
        await Server.CaughtUp();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>What somebody recorded is shown, and never run.</summary>
public sealed class HostileTextTests(Chromium chromium, HostileServer server) : IClassFixture<HostileServer>
{
    public static TheoryData<string, string> Pages => PagesTests.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_shows_hostile_words_and_runs_none_of_them(string name, string path)
    {
        await using var visit = await Visit.Of(chromium, server.Server.Http.BaseAddress!.ToString());
        (await visit.To(path)).Status.ShouldBe(200, name);
        (await visit.Page.TitleAsync()).ShouldNotBe("owned");
        (await visit.Page.Locator("img[src='/nowhere'], svg[onload]").CountAsync()).ShouldBe(0);
        await visit.ShouldFitTheWindow();
        if (path.StartsWith("/talks/", StringComparison.Ordinal))
            (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("שלום");
    }

    [Fact]
    public async Task A_published_file_runs_no_word_of_it_either()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            await File.WriteAllBytesAsync(file, await server.Server.Http.GetByteArrayAsync("/talks/doha-2025/publish"));
            await using var visit = await Visit.Of(chromium, server.Server.Http.BaseAddress!.ToString());
            await visit.Page.GotoAsync($"file://{file}");
            await visit.Page.Locator("#back").ClickAsync();
            (await visit.Page.TitleAsync()).ShouldNotBe("owned");
            (await visit.Page.Locator("img[src='/nowhere'], svg[onload]").CountAsync()).ShouldBe(0);
            (await visit.Page.Locator("#what").InnerTextAsync()).ShouldNotBeEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
