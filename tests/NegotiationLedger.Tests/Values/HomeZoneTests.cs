using System.Text.Json;

namespace NegotiationLedger.Tests.Values;

public sealed class HomeZoneTests
{
    private const string LosAngeles = "America/Los_Angeles";

    [Theory]
    [InlineData("UTC")]
    [InlineData(LosAngeles)]
    [InlineData("Asia/Qatar")]
    [InlineData("Etc/GMT+5")]
    [InlineData("Europe/Kyiv")]
    public void A_zone_is_known_by_its_IANA_name(string id)
    {
        HomeZone.Parse(id).Id.ShouldBe(id);
        HomeZone.Parse(id).ShouldBe(HomeZone.Parse(id));
        JsonSerializer.Deserialize<HomeZone>(JsonSerializer.Serialize(HomeZone.Parse(id))).ShouldBe(HomeZone.Parse(id));
    }

    [Theory]
    [InlineData("Los Angeles", LosAngeles)]
    [InlineData("america/los_angeles", LosAngeles)]
    [InlineData("UTC+03:00", LosAngeles)]
    [InlineData("+03:00", LosAngeles)]
    [InlineData("", LosAngeles)]
    [InlineData(null, LosAngeles)]
    [InlineData("london", "Europe/London")]
    [InlineData("Pacific Standard Time", LosAngeles)]
    public void Another_name_is_refused_with_one_that_is_right(string? text, string right)
    {
        HomeZone.TryParse(text, out var zone, out var complaint).ShouldBeFalse();

        complaint.ShouldBe($"'{text}' is not a valid time zone. Give an IANA name such as '{right}'.");
        zone.ShouldBe(HomeZone.Utc);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<HomeZone>("3"));
    }

    [Fact]
    public void The_database_of_zones_has_a_version() => HomeZone.DatabaseVersion.ShouldMatch(@"^20\d\d[a-z]$");
}
