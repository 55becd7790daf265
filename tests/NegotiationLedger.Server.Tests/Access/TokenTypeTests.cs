using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Access tokens open the ledger, and identity tokens of the same issuer do not, whatever kinds of issuers there are.</summary>
public sealed class TokenTypeTests
{
    private const string OfOktaOrAuth0 = """{"sub":"a","scope":"ledger","client_id":"desk"}""";
    private const string OfKeycloak = """{"sub":"a","typ":"Bearer","scope":"openid profile","azp":"desk"}""";
    private const string OfOldKeycloak = """{"sub":"a","typ":"Bearer","nonce":"n","azp":"desk"}""";
    private const string OfEntra = """{"sub":"a","scp":"Ledger.Read","azp":"desk","ver":"2.0"}""";
    private const string OfEntrasDaemon = """{"sub":"a","roles":["reader"],"azp":"desk","ver":"2.0"}""";
    private const string IdentityByCode = """{"sub":"a","nonce":"n","at_hash":"h","azp":"desk"}""";
    private const string IdentityWithoutNonce = """{"sub":"a","at_hash":"h"}""";
    private const string IdentityOfHybridFlow = """{"sub":"a","c_hash":"h"}""";
    private const string IdentityOfKeycloak = """{"sub":"a","typ":"ID","azp":"desk"}""";
    private const string RefreshOfKeycloak = """{"sub":"a","typ":"Refresh","scope":"openid"}""";
    private const string Bare = """{"sub":"a"}""";

    [Theory]
    [InlineData("at+jwt", OfOktaOrAuth0)]
    [InlineData("application/at+jwt", OfOktaOrAuth0)]
    [InlineData("AT+JWT", Bare)]
    [InlineData("JWT", OfKeycloak)]
    [InlineData("JWT", OfOldKeycloak)]
    [InlineData("JWT", OfEntra)]
    [InlineData("JWT", OfEntrasDaemon)]
    [InlineData(null, OfEntra)]
    [InlineData(null, Bare)]
    public void An_access_token_is_one_by_its_type_or_because_it_cannot_be_an_identity_token(string? type, string claims) =>
        Complaint(type, claims).ShouldBeNull();

    [Theory]
    [InlineData("JWT", IdentityByCode)]
    [InlineData("JWT", IdentityWithoutNonce)]
    [InlineData("JWT", IdentityOfHybridFlow)]
    [InlineData("JWT", IdentityOfKeycloak)]
    [InlineData("JWT", RefreshOfKeycloak)]
    [InlineData(null, IdentityByCode)]
    [InlineData("logout+jwt", OfEntra)]
    [InlineData("dpop+jwt", OfEntra)]
    [InlineData("secevent+jwt", Bare)]
    public void What_is_for_something_else_is_no_access_token(string? type, string claims) => Complaint(type, claims).ShouldNotBeNull();

    [Theory]
    [InlineData("at+jwt", Bare, true)]
    [InlineData("JWT", OfKeycloak, true)]
    [InlineData("JWT", OfEntra, true)]
    [InlineData("JWT", OfOktaOrAuth0, true)]
    [InlineData("JWT", Bare, false)]
    [InlineData("JWT", OfEntrasDaemon, false)]
    public void Where_the_consoles_client_is_the_audience_too_a_token_has_to_show_that_it_is_one(string type, string claims, bool isOne) =>
        (Complaint(type, claims, o => o with { Client = new("ledger", null) }) is null).ShouldBe(isOne);

    [Theory]
    [InlineData("at+jwt", Bare, true)]
    [InlineData("JWT", OfEntra, false)]
    [InlineData(null, OfKeycloak, false)]
    public void A_configuration_can_demand_the_type(string? type, string claims, bool isOne) =>
        (Complaint(type, claims, o => o with { AreTypesDemanded = true }) is null).ShouldBe(isOne);

    private static string? Complaint(string? type, string claims, Func<IssuerOptions, IssuerOptions>? change = null)
    {
        var header = new JsonObject { ["alg"] = "RS256" };
        if (type is not null)
            header["typ"] = type;
        var options = new IssuerOptions("https://id.example.org", "ledger");
        var token = new JsonWebToken(TestIssuer.Text(header, JsonNode.Parse(claims)!.AsObject()) + ".c2ln");
        return TokenType.ComplaintOf(token, change?.Invoke(options) ?? options);
    }
}
