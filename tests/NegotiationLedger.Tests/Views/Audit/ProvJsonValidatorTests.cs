using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Views;

/// <summary>The validator can fail: each of these documents breaks one rule, and it says which.</summary>
public sealed class ProvJsonValidatorTests
{
    /// <summary>A document that uses every member of the submission.</summary>
    private const string Whole = """
        {
          "prefix": {"ex": "http://example.org/", "default": "http://example.org/default/"},
          "entity": {
            "ex:e1": {"prov:type": {"$": "prov:Plan", "type": "prov:QUALIFIED_NAME"}, "prov:label": "One", "prov:value": "v", "ex:n": 5},
            "ex:e2": {"ex:list": ["a", {"$": "2025-07-24T00:00:00Z", "type": "xsd:dateTime"}, true], "ex:said": {"$": "Guten Tag", "lang": "de"}},
            "e3": {}
          },
          "activity": {
            "ex:a1": {"prov:startTime": "2025-07-24T10:00:00Z", "prov:endTime": "2025-07-24T13:00:00.5+02:00", "prov:location": "Doha"},
            "ex:a2": {},
            "ex:a3": {"prov:startTime": "2025-07-26T00:00:00Z"}
          },
          "agent": {"ex:ag1": {"prov:type": {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}}, "ex:ag2": {}},
          "wasGeneratedBy": {"_:g1": {"prov:entity": "ex:e1", "prov:activity": "ex:a1", "prov:time": "2025-07-24T10:30:00Z", "prov:role": "draft"}},
          "used": {"ex:u1": {"prov:activity": "ex:a1", "prov:entity": "ex:e2"}},
          "wasInformedBy": {"_:i1": {"prov:informed": "ex:a2", "prov:informant": "ex:a1"}},
          "wasStartedBy": {"_:s1": {"prov:activity": "ex:a1", "prov:trigger": "ex:e2", "prov:starter": "ex:a2"}},
          "wasEndedBy": {"_:n1": {"prov:activity": "ex:a1"}},
          "wasInvalidatedBy": {"_:v1": {"prov:entity": "ex:e1", "prov:activity": "ex:a2", "prov:time": "2025-07-25T00:00:00Z"}},
          "wasDerivedFrom": {
            "_:d1": {"prov:generatedEntity": "ex:e1", "prov:usedEntity": "ex:e2", "prov:activity": "ex:a1", "prov:generation": "_:g1", "prov:usage": "ex:u1",
                     "prov:type": {"$": "prov:Quotation", "type": "prov:QUALIFIED_NAME"}}
          },
          "wasAttributedTo": {"_:t1": {"prov:entity": "ex:e1", "prov:agent": "ex:ag1"}},
          "wasAssociatedWith": {"_:w1": {"prov:activity": "ex:a1", "prov:agent": "ex:ag1", "prov:plan": "ex:e1", "prov:role": "author"}},
          "actedOnBehalfOf": {"_:b1": {"prov:delegate": "ex:ag1", "prov:responsible": "ex:ag2", "prov:activity": "ex:a1"}},
          "wasInfluencedBy": {"_:f1": {"prov:influencee": "ex:a1", "prov:influencer": "ex:ag1"}},
          "specializationOf": {"_:p1": {"prov:specificEntity": "ex:e1", "prov:generalEntity": "e3"}},
          "alternateOf": {"_:l1": {"prov:alternate1": "ex:e1", "prov:alternate2": "ex:e2"}},
          "hadMember": {"_:m1": {"prov:collection": "e3", "prov:entity": "ex:e1"}},
          "bundle": {"ex:b1": {"entity": {"ex:e1": {}}}}
        }
        """;

    [Fact]
    public void A_document_with_every_member_of_the_submission_is_accepted() => ProvJsonValidator.Check(Whole).ShouldBeEmpty();

    [Theory]
    [InlineData("[]", "an object is wanted")]
    [InlineData("{", "no JSON, cut short")]
    [InlineData("{\"entity\":{}", "no JSON, cut short")]
    [InlineData("{\"entity\":{\"prov:x\":{},\"prov:x\":{}}}", "a name twice")]
    [InlineData("{\"entity\":{},\"entity\":{}}", "a name twice")]
    [InlineData("{\"entity\":[]}", "an object is wanted")]
    [InlineData("{\"entity\":{\"prov:x\":\"y\"}}", "an object is wanted")]
    [InlineData("{\"prefix\":[]}", "an object is wanted")]
    [InlineData("{\"prefix\":{\"ex\":\"nowhere\"}}", "no absolute URI")]
    [InlineData("{\"prefix\":{\"ex\":7}}", "no absolute URI")]
    [InlineData("{\"prefix\":{\"e x\":\"http://example.org/\"}}", "no prefix")]
    [InlineData("{\"prefix\":{\"prov\":\"http://example.org/\"}}", "another namespace")]
    [InlineData("{\"prefix\":{\"xsd\":\"http://example.org/\"}}", "another namespace")]
    [InlineData("{\"entity\":{\"e1\":{}}}", "the prefix 'default' is not declared")]
    public void A_document_that_is_none_is_refused(string document, string complaint) =>
        ProvJsonValidator.Check(document).ShouldHaveSingleItem().ShouldContain(complaint);

    public static TheoryData<string, string, string?, string> Broken() =>
        new()
        {
            // The place, the new value there (null takes it away), and the complaint.
            { "an unknown member", "mentionOf", "{}", "no such member" },
            { "a misspelt member", "wasDerivedfrom", "{}", "no such member" },
            { "a bundle in a bundle", "bundle/ex:b1/bundle", "{}", "no such member" },
            { "an undeclared prefix of an identifier", "entity/no:e9", "{}", "the prefix 'no' is not declared" },
            { "an undeclared prefix of an attribute", "entity/ex:e1/no:n", "1", "the prefix 'no' is not declared" },
            { "an undeclared prefix in a bundle", "bundle/ex:b1/entity/no:e9", "{}", "the prefix 'no' is not declared" },
            { "a space in a name", "entity/ex:e 9", "{}", "no qualified name" },
            { "a quotation mark in a name", "entity/ex:e'9", "{}", "no qualified name" },
            { "a colon in a local name", "entity/ex:e:9", "{}", "no qualified name" },
            { "a bad escape in a name", "entity/ex:e%2", "{}", "no qualified name" },
            { "a hyphen to begin with", "entity/ex:-e", "{}", "no qualified name" },
            { "a dot to end with", "entity/ex:e.", "{}", "no qualified name" },
            { "an element without a name", "agent/_:x", "{}", "no blank one" },
            { "an attribute without a prefix", "entity/ex:e1/plain", "1", "has a prefix" },
            { "an attribute that PROV has not", "entity/ex:e1/prov:colour", "\"red\"", "no attribute of entity" },
            { "a time of an entity", "entity/ex:e1/prov:startTime", "\"2025-07-24T10:00:00Z\"", "no attribute of entity" },
            { "a role of an attribution", "wasAttributedTo/_:t1/prov:role", "\"x\"", "no attribute of wasAttributedTo" },
            { "a value of an activity", "activity/ex:a1/prov:value", "\"x\"", "no attribute of activity" },
            { "two values", "entity/ex:e1/prov:value", "[\"a\",\"b\"]", "one prov:value" },
            { "null", "entity/ex:e1/ex:n", "null", "a value is no Null" },
            { "an empty array", "entity/ex:e1/ex:n", "[]", "an empty array" },
            { "an array in an array", "entity/ex:e1/ex:n", "[[1]]", "a value is no Array" },
            { "an object that is no literal", "entity/ex:e1/ex:n", "{\"value\":\"x\"}", "no member 'value'" },
            { "a literal without a value", "entity/ex:e1/ex:n", "{\"type\":\"xsd:int\"}", "a value '$'" },
            { "a literal that is no string", "entity/ex:e1/ex:n", "{\"$\":5,\"type\":\"xsd:int\"}", "is a string" },
            {
                "a literal of an undeclared type",
                "entity/ex:e1/ex:n",
                "{\"$\":\"5\",\"type\":\"no:int\"}",
                "the prefix 'no' is not declared"
            },
            { "a literal of a type that XSD has not", "entity/ex:e1/ex:n", "{\"$\":\"5\",\"type\":\"xsd:number\"}", "no xsd:number" },
            {
                "a literal that does not fit its type",
                "entity/ex:e1/ex:n",
                "{\"$\":\"five\",\"type\":\"xsd:int\"}",
                "'five' is no xsd:int"
            },
            { "a negative count", "entity/ex:e1/ex:n", "{\"$\":\"-1\",\"type\":\"xsd:nonNegativeInteger\"}", "no xsd:nonNegativeInteger" },
            { "a day for a time", "entity/ex:e1/ex:n", "{\"$\":\"2025-07-24\",\"type\":\"xsd:dateTime\"}", "no xsd:dateTime" },
            {
                "a name of an undeclared prefix",
                "entity/ex:e1/ex:n",
                "{\"$\":\"no:x\",\"type\":\"prov:QUALIFIED_NAME\"}",
                "no prov:QUALIFIED_NAME"
            },
            { "a language of a number", "entity/ex:e1/ex:n", "{\"$\":\"5\",\"type\":\"xsd:int\",\"lang\":\"de\"}", "has no language" },
            { "a label that is a number", "entity/ex:e1/prov:label", "5", "a label is a string" },
            { "a PROV type as a string", "agent/ex:ag1/prov:type", "\"prov:Person\"", "its type is prov:QUALIFIED_NAME" },
            {
                "a PROV type of something else",
                "entity/ex:e1/prov:type",
                "{\"$\":\"prov:Person\",\"type\":\"prov:QUALIFIED_NAME\"}",
                "no type of entity"
            },
            {
                "a quotation that is an attribution",
                "wasAttributedTo/_:t1/prov:type",
                "{\"$\":\"prov:Quotation\",\"type\":\"prov:QUALIFIED_NAME\"}",
                "no type of wasAttributedTo"
            },
            { "an activity's time that is a day", "activity/ex:a1/prov:startTime", "\"2025-07-24\"", "no xsd:dateTime" },
            {
                "a relation's time that is a literal",
                "wasGeneratedBy/_:g1/prov:time",
                "{\"$\":\"2025-07-24T10:30:00Z\",\"type\":\"xsd:dateTime\"}",
                "no xsd:dateTime"
            },
            { "a generation of nothing", "wasGeneratedBy/_:g1/prov:entity", null, "prov:entity is required" },
            { "a usage by nothing", "used/ex:u1/prov:activity", null, "prov:activity is required" },
            { "a derivation from nothing", "wasDerivedFrom/_:d1/prov:usedEntity", null, "prov:usedEntity is required" },
            { "an attribution to nobody", "wasAttributedTo/_:t1/prov:agent", null, "prov:agent is required" },
            { "a delegation by nobody", "actedOnBehalfOf/_:b1/prov:responsible", null, "prov:responsible is required" },
            { "an association of nothing", "wasAssociatedWith/_:w1/prov:activity", null, "prov:activity is required" },
            { "an invalidation of nothing", "wasInvalidatedBy/_:v1/prov:entity", null, "prov:entity is required" },
            { "a membership of nothing", "hadMember/_:m1/prov:entity", null, "prov:entity is required" },
            { "a reference to nothing", "wasAttributedTo/_:t1/prov:entity", "\"ex:e9\"", "no Entity that is described here" },
            { "a reference to another kind", "wasAttributedTo/_:t1/prov:agent", "\"ex:e1\"", "no Agent that is described here" },
            {
                "a reference to what only a bundle describes",
                "bundle/ex:b1/wasAttributedTo",
                "{\"_:t9\":{\"prov:entity\":\"ex:e1\",\"prov:agent\":\"ex:ag1\"}}",
                "no Agent that is described here"
            },
            {
                "a derivation by an unknown generation",
                "wasDerivedFrom/_:d1/prov:generation",
                "\"_:g9\"",
                "no Generation that is described here"
            },
            { "two references", "wasAttributedTo/_:t1/prov:agent", "[\"ex:ag1\",\"ex:ag2\"]", "one identifier" },
            { "a further attribute of a specialization", "specializationOf/_:p1/ex:n", "1", "bears no further attribute" },
            { "an entity that is an activity", "activity/ex:e1", "{}", "ex:e1 is an entity and an activity" },
            {
                "one name for two relations",
                "used/_:g1",
                "{\"prov:activity\":\"ex:a1\",\"prov:entity\":\"ex:e2\"}",
                "_:g1 identifies two things"
            },
            {
                "one generation stated twice",
                "wasGeneratedBy/_:g2",
                "{\"prov:entity\":\"ex:e1\",\"prov:activity\":\"ex:a1\"}",
                "stated twice"
            },
            {
                "one invalidation stated twice",
                "wasInvalidatedBy/_:v2",
                "{\"prov:entity\":\"ex:e1\",\"prov:activity\":\"ex:a2\"}",
                "stated twice"
            },
            { "a derivation from itself", "wasDerivedFrom/_:d1/prov:usedEntity", "\"ex:e1\"", "derived from itself" },
            {
                "an activity that ends before it starts",
                "activity/ex:a1/prov:endTime",
                "\"2025-07-23T10:00:00Z\"",
                "ends before it starts"
            },
            {
                "a use after the end",
                "used/ex:u9",
                "{\"prov:activity\":\"ex:a3\",\"prov:entity\":\"ex:e1\"}",
                "used after it is invalidated"
            },
            {
                "an end before the beginning",
                "wasInvalidatedBy/_:v1/prov:time",
                "\"2025-07-23T10:00:00Z\"",
                "invalidated before it is generated"
            },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_document_that_breaks_a_rule_is_refused(string what, string place, string? value, string complaint)
    {
        var document = JsonNode.Parse(Whole)!;
        var path = place.Split('/');
        var holder = path[..^1].Aggregate(document, (node, name) => node[name]!).AsObject();
        if (value is null)
            holder.Remove(path[^1]).ShouldBeTrue();
        else
            holder[path[^1]] = JsonNode.Parse(value);

        ProvJsonValidator.Check(document.ToJsonString()).ShouldContain(c => c.Contains(complaint), what);
    }
}
