using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>Passes lines on without the spaces that pad them on the right.</summary>
internal sealed class LineTrimmer(TextWriter inner) : TextWriter
{
    private readonly StringBuilder _spaces = new();

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces.Append(value);
            return;
        }

        if (value is not ('\n' or '\r'))
            inner.Write(_spaces.ToString());
        _spaces.Clear();
        inner.Write(value);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
