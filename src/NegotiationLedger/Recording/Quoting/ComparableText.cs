namespace NegotiationLedger.Recording;

/// <summary>
/// A text as quotations are compared with it: white space as single spaces, quotation marks straight, an ellipsis as three points, letters
/// apart from their marks, ligatures as letters, without what is not seen. A hyphen at which a word is broken over a line, or was when it
/// was copied, becomes a <see cref="Break"/>, which equals a hyphen and nothing at all.
/// </summary>
internal sealed class ComparableText
{
    /// <summary>What stands for a hyphen that may belong to the word or to the line.</summary>
    internal const char Break = '\u0001';

    private readonly string _original;
    private char[] _text;
    private int[] _origins;
    private int _length;

    private ComparableText(string original)
    {
        _original = original;
        _text = new char[original.Length];
        _origins = new int[original.Length];
        for (var place = 0; place < original.Length; )
            place = Read(place);
        if (_length > 0 && _text[_length - 1] == ' ')
            _length--;
    }

    /// <summary>The text as it is compared, without space at its ends.</summary>
    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>A text made comparable.</summary>
    internal static ComparableText Of(string original) => new(original);

    /// <summary>Whether a run of it begins and ends between letters, none of which loses a mark.</summary>
    internal bool IsWhole(int from, int to) => !(to < _length && Letters.IsMark(_text[to])) && !Letters.IsMark(_text[from]);

    /// <summary>Where a run of it stands in the original, in UTF-16 units.</summary>
    /// <param name="from">Its first character.</param>
    /// <param name="to">The one behind its last; beyond <paramref name="from"/>.</param>
    internal Range OriginOf(int from, int to)
    {
        var last = _origins[to - 1];
        for (var mark = to - 1; mark > from && Letters.IsMark(_text[mark]); mark--)
            last = Math.Max(last, _origins[mark - 1]);
        return _origins[from]..(last + 1);
    }

    // Reads what stands at a place of the original; returns the place behind it.
    private int Read(int place)
    {
        var c = _original[place];
        if (char.IsWhiteSpace(c))
        {
            if (_length > 0 && _text[_length - 1] != ' ')
                Append(' ', place);
            return place + 1;
        }

        if (c is '-' or '\u2010' or '\u00ad' && BehindBreak(place) is { } behind)
        {
            Append(Break, place);
            return behind;
        }

        if (Letters.IsInvisible(c))
            return place + 1;
        if (Letters.PartsOf(c) is not { } parts)
            Append(Plain(c), place);
        else
            foreach (var part in parts)
                Append(part, place);
        if (c == '…')
        {
            Append('.', place);
            Append('.', place);
        }

        return place + 1;
    }

    // Where the word goes on, when a hyphen is followed by white space and the word's next letter.
    private int? BehindBreak(int hyphen)
    {
        if (_length == 0 || !(char.IsLetter(_text[_length - 1]) || Letters.IsMark(_text[_length - 1])))
            return null;
        var (place, isSpaced) = (hyphen + 1, false);
        for (; place < _original.Length && (char.IsWhiteSpace(_original[place]) || Letters.IsInvisible(_original[place])); place++)
            isSpaced |= char.IsWhiteSpace(_original[place]);
        return isSpaced && place < _original.Length && char.IsLetter(_original[place]) ? place : null;
    }

    private void Append(char c, int origin)
    {
        if (_length == _text.Length)
        {
            Array.Resize(ref _text, (_length * 2) + 2);
            Array.Resize(ref _origins, (_length * 2) + 2);
        }

        // Marks over one letter come in any order: here in that of their code points.
        var place = _length++;
        if (Letters.IsMark(c))
        {
            for (; place > 0 && Letters.IsMark(_text[place - 1]) && _text[place - 1] > c; place--)
                (_text[place], _origins[place]) = (_text[place - 1], _origins[place - 1]);
        }

        (_text[place], _origins[place]) = (c, origin);
    }

    private static char Plain(char c) =>
        c switch
        {
            '‘' or '’' or '‚' or '‛' or '′' => '\'',
            '“' or '”' or '„' or '‟' or '″' or '«' or '»' => '"',
            '\u2010' or '\u2011' => '-',
            '…' => '.',
            _ => c,
        };
}
