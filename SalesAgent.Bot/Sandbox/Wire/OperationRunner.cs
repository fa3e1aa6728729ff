using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using SalesAgent.Bot.Sandbox.Faults;

namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>Takes one request through latency, faults, authentication and the vendor's own answer.</summary>
internal sealed class OperationRunner(
    CallLedger calls,
    SandboxFaults faults,
    TimeSpan latency,
    TimeProvider time,
    CancellationToken stopping
)
{
    public async Task RunAsync(HttpContext context, SandboxOperation operation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        calls.Arrived(operation.Name);
        try
        {
            if (latency > TimeSpan.Zero)
                await Task.Delay(latency, time, ending.Token);
            var fault = faults.Next(operation.Name, context.Request.Method, context.Request.Path.Value ?? "");
            if (fault is Fault.Delay delay)
                await Task.Delay(delay.For, time, ending.Token);
            if (fault is Fault.Late late)
                await ArriveAsync(context, late.For);

            if (await BeforeAsync(context, operation, fault) is not { } answer)
                return;
            await AfterAsync(context, fault, answer, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException)
        {
            context.Abort();
        }
    }

    /// <summary>All of it was sent before its caller gave up.</summary>
    private async Task ArriveAsync(HttpContext context, TimeSpan after)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, stopping);
        body.Position = 0;
        (context.Request.Body, context.RequestAborted) = (body, stopping);
        await Task.Delay(after, time, stopping);
    }

    private async Task<SandboxAnswer?> BeforeAsync(HttpContext context, SandboxOperation operation, Fault? fault)
    {
        switch (fault)
        {
            case Fault.Drop { AfterWrite: false }:
                context.Abort();
                return null;
            case Fault.Limit limit when !limit.Lets(time):
                return operation.Vendor.Failure(StatusCodes.Status429TooManyRequests);
            case Fault.Refuse:
                return operation.Vendor.Failure(StatusCodes.Status403Forbidden);
            case Fault.Status status:
                var made = status.Body is null
                    ? operation.Vendor.Failure(status.Code)
                    : SandboxAnswer.Text(status.Code, status.Body.StartsWith('<') ? "text/html" : "application/json", status.Body);
                return status.RetryAfter is { } wait
                    ? made.With("Retry-After", ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
                    : made;
            case Fault.Garbage { Kind: GarbageKind.Html }:
                return SandboxAnswer.Text(
                    200,
                    "text/html; charset=utf-8",
                    "<!DOCTYPE html><html><body><h1>Just a moment...</h1></body></html>"
                );
            default:
                return await AnswerAsync(context, operation);
        }
    }

    private async Task<SandboxAnswer> AnswerAsync(HttpContext context, SandboxOperation operation)
    {
        var vendor = operation.Vendor;
        byte[] body = [];
        var length = context.Request.ContentLength;
        if (length is not 0 && !HttpMethods.IsGet(context.Request.Method))
        {
            if (
                vendor.WantsJson
                && length > 0
                && context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true
            )
            {
                return vendor.Failure(StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json.");
            }

            if (await BodyAsync(context.Request, vendor) is not { } read)
                return vendor.Failure(StatusCodes.Status415UnsupportedMediaType, "The Content-Encoding cannot be read.");
            body = read;
        }

        var call = new SandboxCall(context, body);
        SandboxAnswer answer;
        try
        {
            answer = vendor.Refusal(call) ?? operation.Answer(call);
        }
        catch (JsonException)
        {
            answer = vendor.Failure(StatusCodes.Status400BadRequest, "Invalid JSON payload received.");
        }

        if (operation.Writes && answer.Succeeded)
            calls.Wrote(operation.Name);
        return vendor.Dress(operation, answer);
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, VendorWire vendor)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        using var buffer = new MemoryStream(request.ContentLength is > 0 and < int.MaxValue ? (int)request.ContentLength : 0);
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        }
        else if (vendor.DecodesGzip && encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                await using var plain = new GZipStream(request.Body, CompressionMode.Decompress);
                await plain.CopyToAsync(buffer, request.HttpContext.RequestAborted);
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }
        else
        {
            return null;
        }

        return buffer.ToArray();
    }

    private async Task AfterAsync(HttpContext context, Fault? fault, SandboxAnswer answer, CancellationToken ending)
    {
        switch (fault)
        {
            case Fault.Drop:
                context.Abort();
                return;
            case Fault.TimeoutAfterWrite timeout:
                await Task.Delay(timeout.AnswerAfter ?? Timeout.InfiniteTimeSpan, time, ending);
                break;
            case Fault.Garbage { Kind: GarbageKind.TruncatedJson }:
                answer = answer with { Body = answer.Body.Length > 1 ? answer.Body[..(answer.Body.Length / 2)] : "{"u8.ToArray() };
                break;
        }

        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Status == StatusCodes.Status204NoContent)
            return;
        response.ContentLength = answer.Body.Length;
        if (answer.Body.IsEmpty)
            return;
        response.ContentType = answer.ContentType;
        await response.Body.WriteAsync(answer.Body, ending);
    }
}
