using System.ClientModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// The calls that one message takes: one deadline for all of them together, a cap on each, and a count. The model gets a
/// prompt and one JSON object, has no tools, and answers with text; everything that goes wrong is a <see cref="ModelFailedException"/>.
/// </summary>
internal sealed class ModelCalls : IDisposable
{
    /// <summary>Fewer bytes than most tokens have, so that more is reserved than used.</summary>
    private const int BytesOfAToken = 3;

    private readonly IChatClient chat;
    private readonly DraftingOptions options;
    private readonly DailyTokens daily;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource deadline;
    private readonly CancellationTokenSource either;
    private readonly SortedSet<string> prompts = new(StringComparer.Ordinal);
    private int calls;
    private long input;
    private long output;
    private bool isEstimate;

    public ModelCalls(IChatClient chat, DraftingOptions options, DailyTokens daily, TimeProvider time, CancellationToken caller)
    {
        (this.chat, this.options, this.daily, this.caller) = (chat, options, daily, caller);
        deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, deadline.Token);
    }

    /// <summary>What was asked so far; null when nothing was.</summary>
    public ModelUse? Use => calls == 0 ? null : new ModelUse(options.Model!, string.Join(' ', prompts), calls, input, output, isEstimate);

    /// <param name="json">The one thing the model is told beside the prompt.</param>
    /// <returns>What it said, as it came.</returns>
    /// <exception cref="ModelFailedException">The model returned nothing usable, or its client library failed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<string> AskAsync(Prompt prompt, string json)
    {
        try
        {
            return Judged(await CallAsync(prompt, json));
        }
        catch (Exception failure) when (failure is not ModelFailedException && !caller.IsCancellationRequested)
        {
            throw Described(failure);
        }
    }

    public void Dispose()
    {
        either.Dispose();
        deadline.Dispose();
    }

    private async Task<ChatResponse> CallAsync(Prompt prompt, string json)
    {
        var asked = (Encoding.UTF8.GetByteCount(prompt.Text) + Encoding.UTF8.GetByteCount(json)) / BytesOfAToken;
        var reservation =
            await daily.TryReserveAsync(asked + options.MaxOutputTokens, either.Token)
            ?? throw new ModelFailedException(
                ModelFailure.TokenLimit,
                "The model's tokens for today are used up; there are new ones at midnight UTC."
            );
        calls++;
        prompts.Add(prompt.Name);

        // Until it is known better, the call took all it might: a service that we do not hear from again may have worked and charged.
        var (read, written, estimate) = ((long)asked, (long)options.MaxOutputTokens, true);
        try
        {
            var answer = chat.GetResponseAsync(
                [new ChatMessage(ChatRole.System, prompt.Text), new ChatMessage(ChatRole.User, json)],
                ModelConnection.AskingFor(options),
                either.Token
            );

            // Waiting for the token too, because a client that does not look at it would hold the lead up.
            var response = await answer.WaitAsync(either.Token);
            if (response.Usage is { InputTokenCount: { } told, OutputTokenCount: { } answered } && told + answered > 0)
                (read, written, estimate) = (told, answered, false);
            return response;
        }
        catch (ClientResultException refused) when (refused.Status >= 400)
        {
            (read, written, estimate) = (0, 0, false);
            throw;
        }
        finally
        {
            LeadMetrics.ModelUsed(read, written);
            (input, output, isEstimate) = (input + read, output + written, isEstimate || estimate);
            await daily.SettleAsync(reservation, read + written, CancellationToken.None);
        }
    }

    private static string Judged(ChatResponse response)
    {
        if (response.FinishReason == ChatFinishReason.Length)
            throw new ModelFailedException(ModelFailure.CutOff, "The model's answer was cut off.");

        // The client turns a refusal into error content.
        var declined =
            response.FinishReason == ChatFinishReason.ContentFilter
            || response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Any();
        return declined ? throw new ModelFailedException(ModelFailure.Declined, "The model declined to write.") : response.Text;
    }

    /// <summary>Without the exception's own message, which may quote the request or the key.</summary>
    private static ModelFailedException Described(Exception failure) =>
        failure switch
        {
            OperationCanceledException or TimeoutException => new(ModelFailure.TimedOut, "The model did not answer in time."),
            ClientResultException { Status: >= 400 } refused => new(
                ModelFailure.ServiceError,
                string.Create(CultureInfo.InvariantCulture, $"The model's service answered {refused.Status}.")
            ),
            _ when IsTooLarge(failure) => new(ModelFailure.Unreadable, "The model's service sent more than any answer has."),
            HttpRequestException or IOException or ClientResultException { Status: 0 } => new(
                ModelFailure.Unreachable,
                "The model's service could not be reached."
            ),
            StorageUnavailableException => new(ModelFailure.TokenLimit, "How many of today's tokens are left could not be read."),
            _ => new(ModelFailure.Unreadable, $"The model's service gave an answer that could not be read ({failure.GetType().Name})."),
        };

    private static bool IsTooLarge(Exception failure) =>
        failure is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
        || (failure.InnerException is { } inner && IsTooLarge(inner));
}

/// <summary>The model gave nothing to go on with.</summary>
/// <param name="message">A sentence for the card and the log: says nothing of what was asked or answered.</param>
internal sealed class ModelFailedException(ModelFailure kind, string message) : Exception(message)
{
    public ModelFailure Kind { get; } = kind;
}
