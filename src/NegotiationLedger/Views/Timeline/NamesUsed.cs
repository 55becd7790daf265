namespace NegotiationLedger.Views;

/// <summary>Names, and which of them were used: what was written with them stays as it is for as long as those do.</summary>
internal sealed class NamesUsed(INames names) : INames
{
    private readonly Dictionary<object, string> _used = [];

    /// <summary>The names used, by the id of what they name.</summary>
    internal IReadOnlyDictionary<object, string> Used => _used;

    /// <inheritdoc/>
    public string NameOf(PartyId party) => _used[party] = names.NameOf(party);

    /// <inheritdoc/>
    public string TitleOf(ProposalId proposal) => _used[proposal] = names.TitleOf(proposal);

    /// <inheritdoc/>
    public string TitleOf(AgreementId agreement) => _used[agreement] = names.TitleOf(agreement);

    /// <summary>Whether other names are the same, as far as they were used.</summary>
    internal static bool IsSame(IReadOnlyDictionary<object, string> used, INames names) =>
        used.All(u =>
            u.Value
            == u.Key switch
            {
                PartyId party => names.NameOf(party),
                ProposalId proposal => names.TitleOf(proposal),
                AgreementId agreement => names.TitleOf(agreement),
                _ => null,
            }
        );
}
