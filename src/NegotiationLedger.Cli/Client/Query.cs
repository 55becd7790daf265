namespace NegotiationLedger.Cli;

/// <summary>The parameters of a request, in order.</summary>
internal sealed class Query
{
    private readonly List<(string Name, string Value)> _parameters = [];

    /// <summary>Adds a parameter that has a value.</summary>
    public Query Add(string name, string? value)
    {
        if (value is not null)
            _parameters.Add((name, value));
        return this;
    }

    /// <summary>Adds a parameter once for each value.</summary>
    public Query AddEach(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
            Add(name, value);
        return this;
    }

    /// <summary>The query string with its question mark, escaped; empty for no parameters.</summary>
    public override string ToString() =>
        _parameters.Count == 0 ? "" : "?" + string.Join('&', _parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
}
