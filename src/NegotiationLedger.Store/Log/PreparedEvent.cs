using System.Security.Cryptography;

namespace NegotiationLedger.Store;

/// <summary>An event in the form in which it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Data">What was given.</param>
/// <param name="Type">The stored name.</param>
/// <param name="Json">The body, UTF-8.</param>
/// <param name="Headers">The salt, the version of its JSON and the id of its batch, as a JSON object; the log adds who recorded it.</param>
/// <param name="Salt">16 random bytes in base64, made anew whenever an event is prepared.</param>
internal sealed record PreparedEvent(EventId Id, LedgerEvent Data, string Type, byte[] Json, string Headers, string Salt)
{
    private const int SaltBytes = 16;

    /// <summary>Writes an event to its stored form.</summary>
    /// <param name="added">The event.</param>
    /// <param name="batch">The id of the request that it comes with, by which the whole of it is found again.</param>
    public static PreparedEvent Of(NewEvent added, Guid batch)
    {
        var stored = EventFormat.Write(added.Data);
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));
        var headers = $$"""{"salt":"{{salt}}","batch":"{{batch}}","schemaVersion":{{stored.SchemaVersion}}}""";
        return new(added.Id, added.Data, stored.Type, stored.Data.ToArray(), headers, salt);
    }
}
