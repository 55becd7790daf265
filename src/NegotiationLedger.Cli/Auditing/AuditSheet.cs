using System.Text.Json;
using NegotiationLedger.Cli.Terminal;

namespace NegotiationLedger.Cli.Auditing;

/// <summary>Records of the audit trail as rows.</summary>
internal static class AuditSheet
{
    private const int Room = 110;

    /// <summary>The rows of some records.</summary>
    public static Sheet Of(IEnumerable<JsonElement> records, int width) => new(Room, []);
}
