namespace NegotiationLedger.Views;

/// <summary>An item of a list that is the same item wherever it stands in it.</summary>
internal interface IIdentified
{
    /// <summary>What tells it from the other items.</summary>
    string Identity { get; }
}
