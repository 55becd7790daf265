namespace NegotiationLedger.Values;

/// <summary>A value that names something else of the ledger, and is written as a text: a party, a source, another record.</summary>
public interface IIdentifier;
