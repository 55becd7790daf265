using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Console;

/// <summary>One look at a negotiation through a lens: what the pages about it are made from, by the functions that the API answers by.</summary>
public sealed record Look
{
    private readonly AnswerCache _answers;
    private readonly CancellationToken _cancellation;

    private Look(Snapshot snapshot, Lens lens, Address here, DateTimeOffset request, AnswerCache answers, CancellationToken cancellation)
    {
        (Snapshot, Lens, Here, Request) = (snapshot, lens, here, request);
        (_answers, _cancellation) = (answers, cancellation);
        Account = snapshot.History.Through(lens);
        Names = new(Frame.Of(Account), snapshot.History.Registry.Through(lens));
    }

    /// <summary>The negotiation as it stands in the log.</summary>
    internal Snapshot Snapshot { get; }

    /// <summary>The lens.</summary>
    internal Lens Lens { get; }

    /// <summary>Where the page is.</summary>
    internal Address Here { get; private init; }

    /// <summary>When it is asked for.</summary>
    internal DateTimeOffset Request { get; }

    /// <summary>What the lens lets through.</summary>
    internal Account Account { get; }

    /// <summary>What everybody and everything is called.</summary>
    internal Names Names { get; }

    /// <summary>The negotiation's id.</summary>
    internal string Id => Snapshot.History.Negotiation.Value;

    /// <summary>What readers know it by.</summary>
    internal string Title => Names.Frame.Title?.Value ?? Id;

    /// <summary>Fields of the views, by JSON Pointer, that are to be marked as changed.</summary>
    internal IReadOnlySet<string> Changed { get; init; } = new HashSet<string>();

    /// <summary>Developments that stand in all of the log.</summary>
    internal int Standing => Lens == Lens.Everything ? Account.InTime.Count : Snapshot.History.Through(Lens.Everything).InTime.Count;

    /// <summary>Of them, those that the lens hides.</summary>
    internal int Hidden => Math.Max(0, Standing - Account.Visible.Count);

    /// <summary>The ids of the proposals that somebody tabled.</summary>
    internal IReadOnlySet<string> Tabled =>
        field ??= Account
            .InTime.Select(a =>
                a.Data switch
                {
                    ProposalOffered offered => offered.Proposal.Value,
                    CounterProposalOffered counter => counter.Proposal.Value,
                    _ => null,
                }
            )
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A page about the negotiation, through the same lens.</summary>
    internal Address Page(string name = "") => Here.Turn(name.Length == 0 ? $"/talks/{Id}" : $"/talks/{Id}/{name}");

    /// <summary>Whether what is made of it is read without the server.</summary>
    internal bool IsPublished { get; private init; }

    /// <summary>Where the evidence of a value is: on the page itself, or, in a publication, the first record behind it.</summary>
    /// <param name="at">Where the value stands in the page's view: a JSON Pointer.</param>
    /// <param name="events">The records behind it.</param>
    internal string Why(string at, IReadOnlyList<EventId> events) =>
        !IsPublished ? $"{Here.With("why", at)}#why"
        : events.Count > 0 ? $"#r-{events[0]}"
        : "#records";

    /// <summary>The same look for a page that is read elsewhere, whose links lead back to this ledger.</summary>
    /// <param name="origin">Where this ledger is.</param>
    internal Look Published(string origin) => this with { Here = Page() with { Origin = origin }, IsPublished = true };

    /// <summary>The look that a request asks for.</summary>
    /// <exception cref="ProblemException">There is no such negotiation, or the lens is not valid.</exception>
    /// <exception cref="LensException">The lens cannot be held against the negotiation.</exception>
    internal static async Task<Look> Of(string id, HttpContext context)
    {
        var services = context.RequestServices;
        var lens = Query.Lens(context.Request);
        var snapshot = await NegotiationPath.Find(id, services.GetRequiredService<LedgerReader>(), context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        return new(
            snapshot,
            lens,
            Address.Of(context.Request),
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            services.GetRequiredService<AnswerCache>(),
            context.RequestAborted
        );
    }

    /// <summary>The same page of the same negotiation through another lens.</summary>
    internal Look Through(Lens lens) => new(Snapshot, lens, Here.Through(lens), Request, _answers, _cancellation);

    /// <summary>A view's JSON, as the API answers it: its member <c>answer</c>, byte for byte.</summary>
    internal async Task<byte[]> Answer(NamedView view) => (await _answers.Of(view, Snapshot, Lens, Request, _cancellation)).View.Json;

    /// <summary>The same page with what another lens knows, and with fields marked as changed; its address stays.</summary>
    internal Look Marking(Lens lens, IReadOnlySet<string> changed) =>
        new(Snapshot, lens, Here, Request, _answers, _cancellation) { Changed = changed };

    /// <summary>A view, as the API answers it.</summary>
    internal async Task<Seen<T>> See<T>()
        where T : class, IView<T>
    {
        var answer = await _answers.Of(ViewCatalog.Find(T.Name)!, Snapshot, Lens, Request, _cancellation);
        return new(ViewReading.Read<T>(answer.View.Json), answer.View.Json, answer.AsOf(Request), answer.Warnings);
    }
}

/// <summary>A view through a lens.</summary>
/// <param name="View">The view.</param>
/// <param name="Json">Its JSON, UTF-8.</param>
/// <param name="AsOf">The instant by which it was judged what has ended.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
public sealed record Seen<T>(T View, byte[] Json, DateTimeOffset AsOf, IReadOnlyList<Warning> Warnings)
{
    /// <summary>It as a tree, in which evidence is looked for by pointer.</summary>
    internal JsonNode Tree => field ??= JsonNode.Parse(Json)!;
}
