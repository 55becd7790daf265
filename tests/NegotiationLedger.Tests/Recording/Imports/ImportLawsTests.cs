using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

public sealed class ImportLawsTests
{
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
            Gen.Elements('a', 'Z', 'é', 'ß', '-', ' ', '_', '9', 'ж', '中', '\u0301', '/', '"', ',').ArrayOf().Select(c => new string(c)),
            Gen.Choose(90, 130).Select(length => new string('x', length))
        )
        .ToArbitrary();

    private static readonly Gen<JsonObject> Bodies = Gen.Sized(size => BodyOf(Math.Min(size, 3)));

    [Fact]
    public void A_text_gives_an_id_or_none_and_an_id_gives_itself() =>
        Laws.ForAll(
            Texts,
            text => Slug.From(text) is not { } slug || (Slug.IsValid(slug) && Slug.From(slug) == slug.TrimEnd('-')),
            rounds: 300
        );

    [Fact]
    public void The_patch_between_two_forms_makes_the_second_of_the_first_and_is_empty_for_equal_ones() =>
        Laws.ForAll(
            Bodies.Two().ToArbitrary(),
            pair =>
            {
                var patch = BodyDifference.Patch(pair.Item1, pair.Item2);
                return JsonNode.DeepEquals(MergePatch.Apply(pair.Item1, patch), pair.Item2)
                    && patch.Count == 0 == JsonNode.DeepEquals(pair.Item1, pair.Item2)
                    && BodyDifference.Fields(pair.Item1, pair.Item2).Any() == patch.Count > 0;
            },
            rounds: 300
        );

    private static Gen<JsonObject> BodyOf(int depth) =>
        Gen.Choose(0, depth == 0 ? 2 : 3)
            .ArrayOf(3)
            .SelectMany(
                kinds => depth == 0 ? Gen.Constant(new JsonObject()) : BodyOf(depth - 1),
                (kinds, inner) =>
                {
                    var body = new JsonObject();
                    for (var i = 0; i < kinds.Length; i++)
                    {
                        if (kinds[i] > 0)
                            body[$"m{i}"] = kinds[i] switch
                            {
                                1 => "a",
                                2 => new JsonArray(1, i),
                                _ => inner.DeepClone(),
                            };
                    }

                    return body;
                }
            );
}
