using NegotiationLedger.Console;
using NegotiationLedger.Vocabulary;

namespace NegotiationLedger.Browser.Tests;

/// <summary>How the fields of the vocabulary are asked for.</summary>
public sealed class FormFieldTests
{
    [Theory]
    [InlineData("proposal_offered", "proposal", Control.Text, "proposal")]
    [InlineData("proposal_offered", "to", Control.List, "party")]
    [InlineData("proposal_offered", "terms", Control.Map, "issue")]
    [InlineData("proposal_offered", "occurred", Control.Date, null)]
    [InlineData("proposal_offered", "claim", Control.Choice, null)]
    [InlineData("proposal_offered", "attribution", Control.Object, null)]
    [InlineData("talks_convened", "round", Control.Round, null)]
    [InlineData("figure_reported", "value", Control.Number, null)]
    [InlineData("assertion_corrected", "patch", Control.Json, null)]
    public void Each_field_has_the_control_that_suits_it(string type, string name, Control control, string? known)
    {
        var field = FormField.Of(EventNames.Find(type)!).First(f => f.Name == name);
        field.Control.ShouldBe(control);
        field.Known.ShouldBe(known);
    }

    [Theory]
    [InlineData("inReplyTo", "In reply to")]
    [InlineData("assertedOn", "Said in public on")]
    [InlineData("votesFor", "Votes for")]
    public void Names_of_fields_are_told_in_words(string name, string label) => FormField.LabelOf(name).ShouldBe(label);

    [Fact]
    public void Columns_can_fill_the_fields_of_every_record_and_those_of_some_types()
    {
        MapFields.OfEvery.Select(f => f.Pointer).ShouldContain("/attribution/quote/exact");
        MapFields.OfEvery.Select(f => f.Pointer).ShouldContain("/occurred");
        MapFields.OfSome.Select(f => f.Pointer).ShouldContain("/by");
        MapFields.OfSome.Select(f => f.Pointer).ShouldNotContain("/attribution/variables");
    }

    [Fact]
    public void Ready_maps_come_with_the_ledger() => ReadyMaps.Names.Select(m => m.Name).ShouldContain("ucdp");
}
