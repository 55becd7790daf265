namespace NegotiationLedger.Recording;

/// <summary>Holds what a development names to come, a deadline, an opening or the end of what it begins, against when it occurred.</summary>
internal static class NamedDates
{
    /// <summary>
    /// The problem of a date that is over before the development itself: no account of it can be right. Whoever denies that it happened so may well
    /// name such a date.
    /// </summary>
    internal static IEnumerable<Problem> Check(LedgerEvent? data)
    {
        if (
            data is Development { Claim: not Claim.Denied } development
            && DiaryDates.Of(development) is (_, var named)
            && named.IsOverBefore(development.Occurred)
        )
            yield return new(
                $"/{MemberOf(development, named)}",
                $"'{named}' is before it occurred, on '{development.Occurred}': give the later date that is meant, or correct 'occurred'."
            );
    }

    private static string MemberOf(Development data, Edtf named) =>
        EventNames.Of(data).Shape.Properties.First(p => ReferenceEquals(p.Get?.Invoke(data), named)).Name;
}
