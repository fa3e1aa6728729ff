using System.Buffers;

namespace SalesAgent.Bot.Webhooks;

/// <summary>The bytes exactly as they came, in a borrowed buffer: signatures are over bytes, not over what they mean.</summary>
internal sealed class WebhookBody : IDisposable
{
    /// <summary>1 MiB. A hundred events are about 30 KB.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>What a sender announces is not yet there, so it is not yet worth memory.</summary>
    private const int FirstBuffer = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private readonly UnprovenBodies _places;
    private int _length;
    private bool _isProven;
    private bool _isLarge;

    private WebhookBody(UnprovenBodies places) => _places = places;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>The whole body, or null when it is over <see cref="MaximumBytes"/>, announced or not.</summary>
    /// <exception cref="UnprovenBodies.NoRoomException">Too many others are being read.</exception>
    public static async ValueTask<WebhookBody?> ReadAsync(HttpRequest request, UnprovenBodies places, CancellationToken cancellationToken)
    {
        await places.TakeSmallAsync(cancellationToken);
        var body = new WebhookBody(places);
        try
        {
            while (await request.Body.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken) is > 0 and var read)
            {
                body._length += read;
                if (body._length > MaximumBytes)
                    break;
                if (body._length == body._buffer.Length)
                    await body.GrowAsync(cancellationToken);
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }

        if (body._length <= MaximumBytes)
            return body;

        body.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;

        Prove();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    /// <summary>The sender is known: from here on the body is theirs to answer for and takes no place any more.</summary>
    public void Prove()
    {
        if (_isProven)
            return;

        _isProven = true;
        _places.Release(_isLarge);
    }

    private async ValueTask GrowAsync(CancellationToken cancellationToken)
    {
        if (!_isLarge && _buffer.Length >= UnprovenBodies.SmallBytes)
        {
            await _places.TakeLargeAsync(cancellationToken);
            _isLarge = true;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
