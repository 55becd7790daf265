namespace NegotiationLedger.Tests.Views;

/// <summary>What an attribute of a relation names.</summary>
internal enum Names
{
    Entity,
    Activity,
    Agent,
    Element,
    Generation,
    Usage,
    Time,
}

/// <summary>An attribute that PROV-DM gives a relation of its own.</summary>
internal sealed record Formal(string Name, Names What, bool IsRequired = false);

/// <summary>A kind of relation: a member of the document, section 3.3 of the submission.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Formals">Its own attributes; the required ones of the submission's schema and of PROV-DM together.</param>
/// <param name="Further">The attributes of the PROV namespace that it may bear beside.</param>
/// <param name="IsOpen">Whether it may bear attributes of other namespaces (PROV-DM gives three relations none).</param>
internal sealed record Relation(string Name, Formal[] Formals, string[] Further, bool IsOpen = true);

/// <summary>The names of the PROV namespace, by where they may stand (PROV-DM, tables 5 to 8; the schema of the submission).</summary>
internal static class ProvVocabulary
{
    public const string Prov = "http://www.w3.org/ns/prov#";
    public const string Xsd = "http://www.w3.org/2001/XMLSchema#";

    private static readonly string[] Labelled = ["prov:label", "prov:type"];
    private static readonly string[] Placed = [.. Labelled, "prov:role", "prov:location"];

    public static readonly IReadOnlyDictionary<string, string[]> Elements = new Dictionary<string, string[]>
    {
        ["entity"] = [.. Labelled, "prov:location", "prov:value"],
        ["activity"] = [.. Labelled, "prov:location", "prov:startTime", "prov:endTime"],
        ["agent"] = [.. Labelled, "prov:location"],
    };

    public static readonly IReadOnlyDictionary<string, Relation> Relations = new Relation[]
    {
        new("wasGeneratedBy", [Of("entity", Names.Entity), Optional("activity", Names.Activity), Optional("time", Names.Time)], Placed),
        new("used", [Of("activity", Names.Activity), Of("entity", Names.Entity), Optional("time", Names.Time)], Placed),
        new("wasInformedBy", [Of("informed", Names.Activity), Of("informant", Names.Activity)], Labelled),
        new(
            "wasStartedBy",
            [
                Of("activity", Names.Activity),
                Optional("trigger", Names.Entity),
                Optional("starter", Names.Activity),
                Optional("time", Names.Time),
            ],
            Placed
        ),
        new(
            "wasEndedBy",
            [
                Of("activity", Names.Activity),
                Optional("trigger", Names.Entity),
                Optional("ender", Names.Activity),
                Optional("time", Names.Time),
            ],
            Placed
        ),
        new("wasInvalidatedBy", [Of("entity", Names.Entity), Optional("activity", Names.Activity), Optional("time", Names.Time)], Placed),
        new(
            "wasDerivedFrom",
            [
                Of("generatedEntity", Names.Entity),
                Of("usedEntity", Names.Entity),
                Optional("activity", Names.Activity),
                Optional("generation", Names.Generation),
                Optional("usage", Names.Usage),
            ],
            Labelled
        ),
        new("wasAttributedTo", [Of("entity", Names.Entity), Of("agent", Names.Agent)], Labelled),
        new(
            "wasAssociatedWith",
            [Of("activity", Names.Activity), Optional("agent", Names.Agent), Optional("plan", Names.Entity)],
            [.. Labelled, "prov:role"]
        ),
        new(
            "actedOnBehalfOf",
            [Of("delegate", Names.Agent), Of("responsible", Names.Agent), Optional("activity", Names.Activity)],
            Labelled
        ),
        new("wasInfluencedBy", [Of("influencee", Names.Element), Of("influencer", Names.Element)], Labelled),
        new("specializationOf", [Of("specificEntity", Names.Entity), Of("generalEntity", Names.Entity)], [], IsOpen: false),
        new("alternateOf", [Of("alternate1", Names.Entity), Of("alternate2", Names.Entity)], [], IsOpen: false),
        new("hadMember", [Of("collection", Names.Entity), Of("entity", Names.Entity)], [], IsOpen: false),
    }.ToDictionary(r => r.Name);

    /// <summary>The values of prov:type that PROV-DM defines, by the member that they may stand in.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Types = new Dictionary<string, string[]>
    {
        ["entity"] = ["prov:Bundle", "prov:Collection", "prov:EmptyCollection", "prov:Plan"],
        ["agent"] = ["prov:Person", "prov:Organization", "prov:SoftwareAgent"],
        ["wasDerivedFrom"] = ["prov:Revision", "prov:Quotation", "prov:PrimarySource"],
    };

    private static Formal Of(string name, Names what) => new("prov:" + name, what, IsRequired: true);

    private static Formal Optional(string name, Names what) => new("prov:" + name, what);
}
