using Spectre.Console;
using Spectre.Console.Rendering;

namespace NegotiationLedger.Cli;

/// <summary>What is written for a person to read, from the top down.</summary>
internal sealed class Page(IAnsiConsole console)
{
    private const int Indent = 2;
    private bool _endsInGap;

    /// <summary>How many characters a line holds.</summary>
    public int Width => console.Profile.Width;

    /// <summary>Whether the reader's encoding has more than ASCII.</summary>
    public bool IsUnicode => console.Profile.Capabilities.Unicode;

    /// <summary>What stands between short facts in a line.</summary>
    public string Dot => IsUnicode ? " · " : " - ";

    /// <summary>A line, wrapped where it must be.</summary>
    public Page Line(Phrase phrase) => Draw(phrase.Draw());

    /// <summary>An empty line, unless there is one already.</summary>
    public Page Gap()
    {
        if (!_endsInGap)
            console.WriteLine();
        _endsInGap = true;
        return this;
    }

    /// <summary>A heading after an empty line.</summary>
    public Page Heading(Phrase phrase) => Gap().Line(phrase);

    /// <summary>A heading of our own words.</summary>
    public Page Heading(string words) => Heading(Phrase.Of(words, "bold underline"));

    /// <summary>Facts by label; those without words are left out.</summary>
    public Page Facts(params IEnumerable<(string Label, Phrase Value)> facts)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2))
            .AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        var known = facts.Where(f => !f.Value.IsEmpty).ToList();
        foreach (var (label, value) in known)
            grid.AddRow(Phrase.Of(label, Ink.Faint).Draw(), value.Draw());
        return known.Count == 0 ? this : Draw(grid);
    }

    /// <summary>A line set in from the left.</summary>
    public Page Below(Phrase phrase) => phrase.IsEmpty ? this : Draw(new Padder(phrase.Draw(), new Padding(Indent, 0, 0, 0)));

    /// <summary>A sheet, as a table or a stack.</summary>
    public Page Show(Sheet sheet)
    {
        if (sheet.IsEmpty)
            return this;
        return Width >= sheet.Room ? Draw(TableOf(sheet)) : Stack(sheet);
    }

    /// <summary>A sheet with an empty line before it, which a table brings with it.</summary>
    public Page ShowApart(Sheet sheet) => sheet.IsEmpty || Width >= sheet.Room ? Show(sheet) : Gap().Show(sheet);

    private static Table TableOf(Sheet sheet)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var column in sheet.Columns)
        {
            var head = new TableColumn(Phrase.Of(column.Label, Ink.Faint).Draw()) { NoWrap = column.IsShort };
            table.AddColumn(column.IsRight ? head.RightAligned() : head);
        }

        foreach (var row in sheet.Rows)
            table.AddRow(row.Select(cell => (IRenderable)cell.Draw()));
        return table;
    }

    private Page Stack(Sheet sheet)
    {
        var columns = sheet.Columns;
        foreach (var row in sheet.Rows)
        {
            var details = Enumerable.Range(0, columns.Count).Skip(2).Where(i => !row[i].IsEmpty).ToList();
            Line(Phrase.Join("  ", row.Take(2)));
            Below(Phrase.Join(Dot, details.Where(i => columns[i].IsShort).Select(i => Labelled(columns[i], row[i].InOneLine()))));
            foreach (var i in details.Where(i => !columns[i].IsShort))
                Below(Labelled(columns[i], row[i]));
        }

        return this;
    }

    private static Phrase Labelled(Column column, Phrase cell) => Phrase.Of($"{column.Label}:", Ink.Faint) + cell;

    private Page Draw(IRenderable renderable)
    {
        console.Write(renderable);
        if (renderable is Paragraph)
            console.WriteLine();
        // A table is drawn with an empty line above and below it.
        _endsInGap = renderable is Table;
        return this;
    }
}
