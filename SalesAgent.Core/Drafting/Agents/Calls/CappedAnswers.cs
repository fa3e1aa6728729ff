namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// Takes no more of an answer than any good one has, however much is sent: what is longer is an error before it is in memory.
/// </summary>
internal sealed class CappedAnswers : DelegatingHandler
{
    /// <summary>Far beyond the longest answer that <see cref="DraftingOptions.MaxOutputTokens"/> allows, reasoning included.</summary>
    internal const int MostBytes = 512 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
