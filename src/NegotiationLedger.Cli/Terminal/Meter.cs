using Spectre.Console;
using Spectre.Console.Rendering;

namespace NegotiationLedger.Cli;

/// <summary>Is told how far long work has come.</summary>
internal interface IMeter
{
    /// <summary>So many of these are done.</summary>
    void Report(string what, int done, int total);
}

/// <summary>Shows how far long work has come: bars on a terminal, a line for each step into a pipe.</summary>
internal static class Meter
{
    /// <summary>Does work and shows how far it has come.</summary>
    public static Task Watch(IAnsiConsole console, Func<IMeter, Task> work) =>
        console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi
            ? console
                .Progress()
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new Rate(),
                    new RemainingTimeColumn()
                )
                .StartAsync(context => work(new Bars(context)))
            : work(new PlainLines(console));

    private sealed class Bars(ProgressContext context) : IMeter
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(string what, int done, int total)
        {
            if (!_tasks.TryGetValue(what, out var task))
                _tasks[what] = task = context.AddTask(Markup.Escape(what), maxValue: total);
            task.MaxValue = total;
            task.Value = done;
        }
    }

    private sealed class PlainLines(IAnsiConsole console) : IMeter
    {
        private const int Step = 200;
        private readonly Dictionary<string, int> _said = [];

        public void Report(string what, int done, int total)
        {
            var said = _said.GetValueOrDefault(what, -1);
            if (said == done || (done != total && done / Step == Math.Max(said, 0) / Step))
                return;
            _said[what] = done;
            console.WriteLine($"{what} {done}/{total}");
        }
    }

    private sealed class Rate : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed ? $"{speed:N0}/s" : "");
    }
}
