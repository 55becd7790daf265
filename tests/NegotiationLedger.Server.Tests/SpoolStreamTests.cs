namespace NegotiationLedger.Server.Tests;

/// <summary>What is written to a spool is read from it again, whether memory held it or a file.</summary>
public sealed class SpoolStreamTests
{
    [Theory]
    [InlineData(10, false)]
    [InlineData(16, false)]
    [InlineData(17, true)]
    [InlineData(100_000, true)]
    public async Task What_was_written_is_read_again(int length, bool isFile)
    {
        var written = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        await using var spool = new SpoolStream(most: 16);
        foreach (var part in written.Chunk(7))
            await spool.WriteAsync(part, TestContext.Current.CancellationToken);

        spool.IsFile.ShouldBe(isFile);
        spool.Length.ShouldBe(length);
        spool.Position = 0;
        using var read = new MemoryStream();
        await spool.CopyToAsync(read, TestContext.Current.CancellationToken);
        read.ToArray().ShouldBe(written);
    }

    [Fact]
    public async Task Its_file_goes_with_it()
    {
        var directory = Directory.CreateTempSubdirectory("spool-");
        try
        {
            await using (var spool = new SpoolStream(most: 0, directory.FullName))
            {
                await spool.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
                directory.GetFiles().ShouldHaveSingleItem();
            }

            directory.GetFiles().ShouldBeEmpty();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
