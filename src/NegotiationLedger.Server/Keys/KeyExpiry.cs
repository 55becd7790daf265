namespace NegotiationLedger.Server;

/// <summary>Reads when a key ends.</summary>
public static class KeyExpiry
{
    /// <summary>When a key ends that should expire on a date, which means its end, or at an instant.</summary>
    /// <param name="text">An EDTF date without qualifier, or an RFC 3339 instant.</param>
    /// <param name="now">What has to lie before it.</param>
    /// <returns>The end, or what is wrong with the text.</returns>
    public static (DateTimeOffset? End, string? Complaint) Read(string text, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        var end = Accounts.Bound.Read("expires", text, BoundMark.None, isEnd: true, problems)?.Instant;
        return problems.Count > 0 ? (null, problems[0].Detail)
            : end <= now ? (null, $"'{text}' is past: give a day or an instant to come.")
            : (end, null);
    }
}
