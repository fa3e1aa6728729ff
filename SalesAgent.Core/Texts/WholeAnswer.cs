using System.Buffers;
using System.Net.Http.Headers;

namespace SalesAgent.Core.Texts;

/// <summary>
/// Mends the text of a vendor's answer (see <see cref="WholeJson"/>). One contact whose name was cut inside an emoji must not make
/// the whole answer unreadable.
/// </summary>
internal static class WholeAnswer
{
    /// <param name="response">Its content lies in memory.</param>
    public static void Mend(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentLength is not (> 0 and <= int.MaxValue and var length))
            return;

        var borrowed = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            using var copy = new MemoryStream(borrowed, 0, (int)length, writable: true);
            response.Content.CopyTo(copy, null, CancellationToken.None);
            ReadOnlyMemory<byte> answer = borrowed.AsMemory(0, (int)copy.Position);
            var whole = WholeJson.Of(answer);
            if (!whole.Equals(answer))
                response.Content = With(response.Content.Headers.ContentType, whole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(borrowed);
        }
    }

    private static ReadOnlyMemoryContent With(MediaTypeHeaderValue? type, ReadOnlyMemory<byte> answer) =>
        new(answer) { Headers = { ContentType = type } };
}
