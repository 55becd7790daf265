namespace NegotiationLedger.Console;

/// <summary>Who says otherwise of a position, in words.</summary>
internal static class RivalWords
{
    /// <summary>A rival in words.</summary>
    /// <param name="rival">The rival.</param>
    /// <param name="pointer">Where what it contests stands in its view.</param>
    /// <param name="names">What everybody is called.</param>
    internal static string Of(ContestedBy rival, string pointer, Names names)
    {
        var who = names.Viewpoint(rival.Viewpoint);
        return rival.Kind switch
        {
            RivalKind.Denial => Say.Of(rival.Perhaps ? Strings.RivalPerhapsDenies : Strings.RivalDenies, who),
            RivalKind.Date => Say.Of(Strings.RivalDates, who, rival.Occurred is { } date ? DateWords.Of(date) : ""),
            RivalKind.Subject => Say.Of(Strings.RivalOf, who, string.Join(", ", (rival.Of ?? "").Split(", ").Select(names.Party))),
            _ => Say.Of(Strings.RivalSays, who, WhyWords.Of(pointer, rival.Value ?? "", names)),
        };
    }
}
