using Microsoft.Playwright;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>Somebody at the page, whose every click, fill, selection and key press is counted.</summary>
public sealed class Person(IPage page)
{
    /// <summary>How much was done.</summary>
    public int Interactions { get; private set; }

    /// <summary>Clicks.</summary>
    public Task Click(string selector)
    {
        Interactions++;
        return page.ClickAsync(selector);
    }

    /// <summary>Fills a field, by typing or pasting.</summary>
    public Task Fill(string selector, string text)
    {
        Interactions++;
        return page.FillAsync(selector, text);
    }

    /// <summary>Presses a key, wherever the focus is.</summary>
    public Task Press(string key)
    {
        Interactions++;
        return page.Keyboard.PressAsync(key);
    }

    /// <summary>Selects words in the text of the source with the mouse.</summary>
    public async Task Select(string words)
    {
        Interactions++;
        var ends = await page.EvaluateAsync<float[]>(
            """
            words => {
              const node = document.getElementById("reader").firstChild;
              const at = node.data.indexOf(words);
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + words.length);
              const boxes = range.getClientRects();
              const [first, last] = [boxes[0], boxes[boxes.length - 1]];
              return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }
            """,
            words
        );
        await page.Mouse.MoveAsync(ends[0], ends[1]);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(ends[2], ends[3], new() { Steps = 3 });
        await page.Mouse.UpAsync();
    }
}
