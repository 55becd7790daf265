using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>The phase that talks are in.</summary>
[JsonConverter(typeof(NamedValue<Phase>))]
public enum Phase
{
    /// <summary>Announced, not begun.</summary>
    Announced,

    /// <summary>In session.</summary>
    InSession,

    /// <summary>Paused, to go on.</summary>
    Adjourned,

    /// <summary>Stopped; whether they go on is open.</summary>
    Suspended,

    /// <summary>Declared deadlocked.</summary>
    Deadlocked,

    /// <summary>Broken down.</summary>
    Collapsed,

    /// <summary>Ended in an agreement.</summary>
    Agreed,

    /// <summary>Over for good.</summary>
    Closed,

    /// <summary>The agreement was turned down.</summary>
    AgreementRefused,

    /// <summary>The agreement was ended, or its term is over.</summary>
    AgreementEnded,

    /// <summary>The session is over, and what came of it is not known.</summary>
    OutOfSession,
}
