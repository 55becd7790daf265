using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace NegotiationLedger.Store;

/// <summary>An event in the form in which it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Data">What was given.</param>
/// <param name="Type">The stored name.</param>
/// <param name="ClrType">The record's name as Marten writes it: <c>Full.Name, Assembly</c>.</param>
/// <param name="Json">The body, UTF-8.</param>
/// <param name="Headers">Who recorded it, the salt and the version of its JSON, as a JSON object.</param>
/// <param name="Salt">16 random bytes in base64, made anew whenever an event is prepared.</param>
internal sealed record PreparedEvent(EventId Id, LedgerEvent Data, string Type, string ClrType, byte[] Json, string Headers, string Salt)
{
    private const int SaltBytes = 16;

    private static readonly ConcurrentDictionary<Type, string> ClrTypes = new();

    /// <summary>Writes an event to its stored form.</summary>
    public static PreparedEvent Of(NewEvent added, JsonEncodedText recordedBy)
    {
        var stored = EventFormat.Write(added.Data);
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));
        var headers = $$"""{"recordedBy":"{{recordedBy}}","salt":"{{salt}}","schemaVersion":{{stored.SchemaVersion}}}""";
        var clrType = ClrTypes.GetOrAdd(added.Data.GetType(), static t => $"{t.FullName}, {t.Assembly.GetName().Name}");
        return new(added.Id, added.Data, stored.Type, clrType, stored.Data.ToArray(), headers, salt);
    }
}
