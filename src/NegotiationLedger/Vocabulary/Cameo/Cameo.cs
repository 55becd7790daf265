using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>
/// What is demanded, offered, refused or asked for, in the distinctions that CAMEO 1.1b3 makes alike in its families 02 (appeal),
/// 03 (express intent to cooperate), 10 (demand), 12 (reject) and 08 (yield).
/// </summary>
[JsonConverter(typeof(NamedValue<Matter>))]
public enum Matter
{
    /// <summary>Cooperation in general.</summary>
    Cooperation,

    /// <summary>Economic cooperation.</summary>
    EconomicCooperation,

    /// <summary>Military cooperation.</summary>
    MilitaryCooperation,

    /// <summary>Judicial cooperation.</summary>
    JudicialCooperation,

    /// <summary>Intelligence.</summary>
    Intelligence,

    /// <summary>Diplomatic cooperation, such as policy support.</summary>
    DiplomaticCooperation,

    /// <summary>Material aid in general.</summary>
    Aid,

    /// <summary>Economic aid.</summary>
    EconomicAid,

    /// <summary>Military aid.</summary>
    MilitaryAid,

    /// <summary>Humanitarian aid.</summary>
    HumanitarianAid,

    /// <summary>Military protection or peacekeeping.</summary>
    Protection,

    /// <summary>Political reform in general.</summary>
    Reform,

    /// <summary>A change in leadership.</summary>
    LeadershipChange,

    /// <summary>A change of policy.</summary>
    PolicyChange,

    /// <summary>Rights.</summary>
    Rights,

    /// <summary>A change in institutions or regime.</summary>
    InstitutionalChange,

    /// <summary>Yielding in general.</summary>
    Yielding,

    /// <summary>Easing of administrative sanctions.</summary>
    AdministrativeSanctions,

    /// <summary>Easing of political dissent.</summary>
    Dissent,

    /// <summary>Release of persons or property.</summary>
    Release,

    /// <summary>Easing of economic sanctions, boycott or embargo.</summary>
    EconomicSanctions,

    /// <summary>Allowing international involvement.</summary>
    InternationalInvolvement,

    /// <summary>De-escalation: a ceasefire, a withdrawal, disarmament.</summary>
    DeEscalation,

    /// <summary>Meeting and negotiating.</summary>
    Negotiation,

    /// <summary>Settling the dispute.</summary>
    Settlement,

    /// <summary>Mediation.</summary>
    Mediation,
}

/// <summary>What is threatened, after CAMEO 13x.</summary>
[JsonConverter(typeof(NamedValue<Threat>))]
public enum Threat
{
    /// <summary>130, threaten.</summary>
    Unspecified,

    /// <summary>131, threaten non-force.</summary>
    NonForce,

    /// <summary>1311, threaten to reduce or stop aid.</summary>
    ReduceAid,

    /// <summary>1312, threaten with sanctions, boycott, embargo.</summary>
    Sanctions,

    /// <summary>1313, threaten to reduce or break relations.</summary>
    BreakRelations,

    /// <summary>134, threaten to halt negotiations.</summary>
    HaltNegotiations,

    /// <summary>135, threaten to halt mediation.</summary>
    HaltMediation,

    /// <summary>136, threaten to halt international involvement.</summary>
    HaltInternationalInvolvement,

    /// <summary>137, threaten with repression.</summary>
    Repression,

    /// <summary>138, threaten with military force.</summary>
    MilitaryForce,

    /// <summary>1381, threaten blockade.</summary>
    Blockade,

    /// <summary>1382, threaten occupation.</summary>
    Occupation,

    /// <summary>1383, threaten unconventional violence.</summary>
    UnconventionalViolence,

    /// <summary>1384, threaten conventional attack.</summary>
    ConventionalAttack,

    /// <summary>1385, threaten attack with weapons of mass destruction.</summary>
    MassDestruction,
}

/// <summary>What form unrest took, after CAMEO 14x.</summary>
[JsonConverter(typeof(NamedValue<UnrestKind>))]
public enum UnrestKind
{
    /// <summary>140, engage in political dissent.</summary>
    Dissent,

    /// <summary>141, demonstrate or rally.</summary>
    Demonstration,

    /// <summary>142, conduct hunger strike.</summary>
    HungerStrike,

    /// <summary>143, conduct strike or boycott; a strike within a dispute over work is <c>strike_begun</c>.</summary>
    StrikeOrBoycott,

    /// <summary>144, obstruct passage, block.</summary>
    Obstruction,

    /// <summary>145, protest violently, riot.</summary>
    Riot,
}

/// <summary>The CAMEO 1.1b3 code table: names, Goldstein scores, and the code of a matter in each family. Codes are strings; their leading zeros matter.</summary>
/// <remarks>
/// Names and scores (−10 … +10) come from <c>cameo-codes.csv</c>: the code table kept with the R package <c>icews</c> (MIT), with the scores of
/// 016 and 022 as GDELT 2.0 rows carry them.
/// </remarks>
public static class Cameo
{
    // Behind the family's two digits: the same distinctions in 02, 03 and 10.
    private static readonly FrozenDictionary<Matter, string> Suffixes = new Dictionary<Matter, string>
    {
        [Matter.Cooperation] = "0",
        [Matter.EconomicCooperation] = "11",
        [Matter.MilitaryCooperation] = "12",
        [Matter.JudicialCooperation] = "13",
        [Matter.Intelligence] = "14",
        [Matter.DiplomaticCooperation] = "2",
        [Matter.Aid] = "3",
        [Matter.EconomicAid] = "31",
        [Matter.MilitaryAid] = "32",
        [Matter.HumanitarianAid] = "33",
        [Matter.Protection] = "34",
        [Matter.Reform] = "4",
        [Matter.LeadershipChange] = "41",
        [Matter.PolicyChange] = "42",
        [Matter.Rights] = "43",
        [Matter.InstitutionalChange] = "44",
        [Matter.Yielding] = "5",
        [Matter.AdministrativeSanctions] = "51",
        [Matter.Dissent] = "52",
        [Matter.Release] = "53",
        [Matter.EconomicSanctions] = "54",
        [Matter.InternationalInvolvement] = "55",
        [Matter.DeEscalation] = "56",
        [Matter.Negotiation] = "6",
        [Matter.Settlement] = "7",
        [Matter.Mediation] = "8",
    }.ToFrozenDictionary();

    // Family 12 has the aid, reform and yield groups one digit lower, no diplomatic group, and ends in meeting, mediation and plan.
    private static readonly FrozenDictionary<Matter, string> Rejections = new Dictionary<Matter, string>
    {
        [Matter.Cooperation] = "120",
        [Matter.EconomicCooperation] = "1211",
        [Matter.MilitaryCooperation] = "1212",
        [Matter.JudicialCooperation] = "1213",
        [Matter.Intelligence] = "121",
        [Matter.DiplomaticCooperation] = "120",
        [Matter.Aid] = "122",
        [Matter.EconomicAid] = "1221",
        [Matter.MilitaryAid] = "1222",
        [Matter.HumanitarianAid] = "1223",
        [Matter.Protection] = "1224",
        [Matter.Reform] = "123",
        [Matter.LeadershipChange] = "1231",
        [Matter.PolicyChange] = "1232",
        [Matter.Rights] = "1233",
        [Matter.InstitutionalChange] = "1234",
        [Matter.Yielding] = "124",
        [Matter.AdministrativeSanctions] = "1241",
        [Matter.Dissent] = "1242",
        [Matter.Release] = "1243",
        [Matter.EconomicSanctions] = "1244",
        [Matter.InternationalInvolvement] = "1245",
        [Matter.DeEscalation] = "1246",
        [Matter.Negotiation] = "125",
        [Matter.Settlement] = "127",
        [Matter.Mediation] = "126",
    }.ToFrozenDictionary();

    // Only what has a code of its own in family 08; the rest is 080, yield.
    private static readonly FrozenDictionary<Matter, string> Concessions = new Dictionary<Matter, string>
    {
        [Matter.AdministrativeSanctions] = "081",
        [Matter.Dissent] = "082",
        [Matter.Reform] = "083",
        [Matter.LeadershipChange] = "0831",
        [Matter.PolicyChange] = "0832",
        [Matter.Rights] = "0833",
        [Matter.InstitutionalChange] = "0834",
        [Matter.Release] = "084",
        [Matter.EconomicSanctions] = "085",
        [Matter.InternationalInvolvement] = "086",
        [Matter.DeEscalation] = "087",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Threat, string> Threats = new Dictionary<Threat, string>
    {
        [Threat.Unspecified] = "130",
        [Threat.NonForce] = "131",
        [Threat.ReduceAid] = "1311",
        [Threat.Sanctions] = "1312",
        [Threat.BreakRelations] = "1313",
        [Threat.HaltNegotiations] = "134",
        [Threat.HaltMediation] = "135",
        [Threat.HaltInternationalInvolvement] = "136",
        [Threat.Repression] = "137",
        [Threat.MilitaryForce] = "138",
        [Threat.Blockade] = "1381",
        [Threat.Occupation] = "1382",
        [Threat.UnconventionalViolence] = "1383",
        [Threat.ConventionalAttack] = "1384",
        [Threat.MassDestruction] = "1385",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, CameoCode> Table = CameoTable.Read().ToFrozenDictionary(c => c.Code);

    /// <summary>All codes of the table, in its order.</summary>
    public static IReadOnlyCollection<CameoCode> Codes => Table.Values;

    /// <summary>The row of a code, or null when the table has none.</summary>
    public static CameoCode? Find(string? code) => code is not null && Table.TryGetValue(code, out var row) ? row : null;

    /// <summary>The 03x code of an intent to cooperate on a matter.</summary>
    public static string Intend(Matter matter) => "03" + Suffixes[matter];

    /// <summary>The 02x code of an appeal for a matter; 020 for none.</summary>
    public static string Appeal(Matter? matter) => "02" + Suffixes[matter ?? Matter.Cooperation];

    /// <summary>The 10x code of a demand for a matter; 100 for none.</summary>
    public static string Demand(Matter? matter) => "10" + Suffixes[matter ?? Matter.Cooperation];

    /// <summary>The 12x code of refusing a matter.</summary>
    public static string Reject(Matter matter) => Rejections[matter];

    /// <summary>The 08x code of yielding on a matter; 080 where the family has none of its own.</summary>
    public static string Yield(Matter? matter) => matter is { } m && Concessions.TryGetValue(m, out var code) ? code : "080";

    /// <summary>The 13x code of a threat.</summary>
    public static string Threaten(Threat threat) => Threats[threat];

    /// <summary>The 14x code of a protest, with a fourth digit where the family tells apart what is demanded.</summary>
    public static string Protest(UnrestKind kind, Matter? matter) =>
        kind is UnrestKind.Dissent
            ? "140"
            : $"14{(int)kind}"
                + matter switch
                {
                    Matter.LeadershipChange => "1",
                    Matter.PolicyChange => "2",
                    Matter.Rights => "3",
                    Matter.InstitutionalChange => "4",
                    _ => "",
                };

    /// <summary>The one matter that all have, or <see cref="Matter.Settlement"/> when they have none or several.</summary>
    public static Matter SharedMatter(IEnumerable<Matter?>? matters) =>
        matters?.Distinct().ToList() is [{ } only] ? only : Matter.Settlement;
}

/// <summary>One row of the CAMEO table.</summary>
/// <param name="Code">Two to four digits.</param>
/// <param name="Name">The short name of the codebook.</param>
/// <param name="Goldstein">The Goldstein score, −10 (conflict) to +10 (cooperation).</param>
public sealed record CameoCode(string Code, string Name, decimal Goldstein)
{
    /// <summary>The PLOVER event type of the code's root.</summary>
    public string? Plover => CameoTable.PloverOf(Code);
}
