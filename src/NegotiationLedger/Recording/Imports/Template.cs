namespace NegotiationLedger.Recording.Imports;

/// <summary>Texts with columns in braces.</summary>
internal static class Template
{
    /// <summary>The pieces of a template, or null when its braces do not fit or there are too many.</summary>
    internal static IReadOnlyList<Piece>? Read(string text)
    {
        var pieces = new List<Piece>();
        var words = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isDouble = i + 1 < text.Length && text[i] == text[i + 1];
            if (text[i] is not ('{' or '}') || isDouble)
            {
                words.Append(text[i]);
                i += text[i] is '{' or '}' ? 1 : 0;
                continue;
            }

            var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
            if (end <= i + 1)
                return null;
            if (words.Length > 0)
                pieces.Add(new(words.ToString(), IsColumn: false));
            words.Clear();
            pieces.Add(new(text[(i + 1)..end], IsColumn: true));
            i = end;
        }

        if (words.Length > 0)
            pieces.Add(new(words.ToString(), IsColumn: false));
        return pieces.Count is 0 or > MapLimits.Items ? null : pieces;
    }
}
