using System.Text.RegularExpressions;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>Patterns that addresses and pages are held against.</summary>
public static class Pattern
{
    /// <summary>A pattern; what is wanted of a match is a named group.</summary>
    public static Regex Of(string pattern) => new(pattern);
}
