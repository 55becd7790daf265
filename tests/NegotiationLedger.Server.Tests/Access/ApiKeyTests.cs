using System.Text.RegularExpressions;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>The form of a key.</summary>
public sealed class ApiKeyTests
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void Every_key_has_the_form_that_scanners_look_for_and_is_read_back()
    {
        var keys = Enumerable.Range(0, 500).Select(_ => ApiKey.New()).ToList();
        foreach (var key in keys)
        {
            Regex.IsMatch(key.Text, $"^{ApiKey.Pattern}$").ShouldBeTrue(key.Text);
            var read = ApiKey.TryParse(key.Text)!;
            (read.Id, read.Text).ShouldBe((key.Id, key.Text));
            read.SecretSha256.ShouldBe(key.SecretSha256);
        }

        keys.Select(k => k.Id).Distinct().Count().ShouldBe(500);
        keys.Select(k => Convert.ToHexString(k.SecretSha256)).Distinct().Count().ShouldBe(500);
    }

    [Fact]
    public void No_change_of_one_character_leaves_a_key()
    {
        var text = ApiKey.New().Text;
        for (var i = 0; i < text.Length; i++)
            foreach (var digit in Digits.Where(d => d != text[i]))
                ApiKey.TryParse(text[..i] + digit + text[(i + 1)..]).ShouldBeNull();
        foreach (var other in (string[])["", "nl_", text[1..], text[..^1], text + "0", text + "\n", " " + text, text.ToUpperInvariant()])
            ApiKey.TryParse(other).ShouldBeNull();
    }

    [Fact]
    public void Its_checksum_is_the_CRC_32_of_all_before_it_in_base62()
    {
        // Computed by another implementation (zlib) over the text before it.
        ApiKey.TryParse("nl_000000000000_0000000000000000000000000000000000000000000" + Known).ShouldNotBeNull();
    }

    private const string Known = "3ESigE";

    [Fact]
    public void It_is_never_written_by_mistake()
    {
        var key = ApiKey.New();
        $"{key}".ShouldBe($"nl_{key.Id}_…");
    }

    [Theory]
    [InlineData("")]
    [InlineData("local")]
    [InlineData("Local")]
    [InlineData("talks:mediator")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u202eb")]
    [InlineData("a\0b")]
    [InlineData(" a")]
    [InlineData("a\u00a0b")]
    public void A_name_that_nobody_could_tell_from_another_owns_no_key(string name) =>
        LedgerPrincipal.ComplaintOfOwner(name).ShouldNotBeNull();

    [Theory]
    [InlineData("admin")]
    [InlineData("Desk of the North")]
    [InlineData("مكتب الشمال")]
    [InlineData("é")]
    [InlineData("=cmd|' /C calc'!A0")]
    public void Any_other_name_may(string name) => LedgerPrincipal.ComplaintOfOwner(name).ShouldBeNull();

    [Fact]
    public void An_owner_has_at_most_a_hundred_characters()
    {
        LedgerPrincipal.ComplaintOfOwner(new('a', 100)).ShouldBeNull();
        LedgerPrincipal.ComplaintOfOwner(new('a', 101)).ShouldNotBeNull();
    }

    [Fact]
    public void Roles_grow_from_reading_and_an_auditor_does_not_record()
    {
        AccessRole.Auditor.Allow(AccessRole.Recorder).ShouldBeFalse();
        AccessRole.Recorder.Allow(AccessRole.Auditor).ShouldBeFalse();
        (AccessRole.Recorder | AccessRole.Auditor).Allow(AccessRole.Admin).ShouldBeFalse();
        foreach (var role in (AccessRole[])[AccessRole.Reader, AccessRole.Recorder, AccessRole.Auditor, AccessRole.Admin])
        {
            role.Allow(AccessRole.Reader).ShouldBeTrue();
            AccessRole.Admin.Allow(role).ShouldBeTrue();
            AccessRole.None.Allow(role).ShouldBeFalse();
        }

        (AccessRole.Recorder | AccessRole.Auditor).Describe().ShouldBe("recorder and auditor");
        AccessRole.None.Describe().ShouldBe("none");
    }
}
