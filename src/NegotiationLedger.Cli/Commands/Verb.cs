using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>A verb of the command line, with examples that its help ends with.</summary>
internal sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Command lines that do something useful.</summary>
    public IReadOnlyList<string> Examples => examples;
}
