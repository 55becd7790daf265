using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace NegotiationLedger.Console;

/// <summary>Makes citations of pages.</summary>
internal static class Citations
{
    /// <summary>How to cite a page about a negotiation: pinned to what is recorded now, so that its address always answers the same.</summary>
    /// <param name="look">The negotiation.</param>
    /// <param name="page">The page's address within the console; its first page when it is another's or none.</param>
    /// <param name="origin">Where this ledger is.</param>
    internal static async Task<Citation> Of(Look look, string? page, string origin)
    {
        var address = Pinned(Address.Read(page) is { } read && IsOf(look, read) ? read : look.Page(), look.Snapshot.Head.Sequence);
        var pinned = look.Through(Query.Lens(address.Parameters));
        var name = address.Path.Length > look.Page().Path.Length ? address.Path[(look.Page().Path.Length + 1)..] : TalksStatus.Name;
        var view = ViewCatalog.Find(name);
        var sha256 = view is null ? null : Convert.ToHexStringLower(SHA256.HashData(await pinned.Answer(view)));
        return new(
            $"{look.Title}: {Say.Named("View", name)}",
            Words(address, look.Names),
            (address with { Origin = origin }).ToString(),
            view is null ? null : (pinned.Page() with { Path = $"/negotiations/{look.Id}/{name}", Origin = origin }).ToString(),
            sha256,
            look.Snapshot.Head.Sequence,
            DateOnly.FromDateTime(look.Request.UtcDateTime)
        );
    }

    private static bool IsOf(Look look, Address address) =>
        address.Path == look.Page().Path || address.Path.StartsWith(look.Page().Path + "/", StringComparison.Ordinal);

    private static string Words(Address address, Names names) =>
        IsComparison(address)
            ? Say.Of(Strings.CiteCompared, Words(address, names, "left."), Words(address, names, "right."))
            : Words(address, names, "");

    private static string Words(Address address, Names names, string prefix) => LensWords.Of(Query.Lens(address.Parameters, prefix), names);

    private static bool IsComparison(Address address) => address.Path.EndsWith("/diff", StringComparison.Ordinal);

    // A comparison has two lenses, each of them pinned.
    private static Address Pinned(Address address, long head)
    {
        string[] names = IsComparison(address) ? ["left.recordedUntil", "right.recordedUntil"] : ["recordedUntil"];
        return names.Aggregate(
            address,
            (a, name) => a[name] is null ? a.With(name, string.Create(CultureInfo.InvariantCulture, $"@{head}")) : a
        );
    }
}
