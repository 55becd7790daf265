namespace NegotiationLedger.Torture.Faults;

/// <summary>The network between a server and its database.</summary>
internal static class Network
{
    /// <summary>Nothing gets through and nothing breaks, for a while; then what was held back arrives, or the connections turn out to be broken.</summary>
    public static async Task Silent(World world, Load load, Random random)
    {
        var network = world.Nodes[random.Next(world.Nodes.Count)].Network;
        network.FallSilent();
        await load.Acknowledge(more: 500, within: TimeSpan.FromSeconds(random.Next(1, 20)));
        if (random.Next(2) == 0)
            network.BreakConnections();
        network.SpeakAgain();
    }

    /// <summary>Every connection breaks in mid sentence, several times.</summary>
    public static async Task Broken(World world, Load load, Random random)
    {
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            world.Nodes[random.Next(world.Nodes.Count)].Network.BreakConnections();
            await load.Acknowledge(more: random.Next(1, 20), within: TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Answers of the database, to commits among others, get no further than half of the way.</summary>
    public static async Task AnswersLost(World world, Load load, Random random)
    {
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            world.Nodes[random.Next(world.Nodes.Count)].Network.LoseAnswers(random.Next(1, 6));
            await load.Acknowledge(more: random.Next(1, 20), within: TimeSpan.FromSeconds(5));
        }
    }
}
