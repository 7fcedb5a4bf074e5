namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Gathers what is written to it and passes it on asynchronously, also what a writer writes synchronously once its buffer is full,
/// which a response does not take.</summary>
internal sealed class DeferringStream(Stream target) : Stream
{
    /// <summary>How much is gathered before it is passed on.</summary>
    private const int Enough = 64 * 1024;

    private readonly MemoryStream _gathered = new();

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Passes on all that was gathered.</summary>
    public async Task PassOnAsync(CancellationToken ct)
    {
        await target.WriteAsync(_gathered.GetBuffer().AsMemory(0, (int)_gathered.Length), ct);
        _gathered.SetLength(0);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gathered.Write(buffer.Span);
        if (_gathered.Length >= Enough)
            await PassOnAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _gathered.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush()
    {
        // It is passed on asynchronously.
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gathered.Dispose();
        base.Dispose(disposing);
    }
}
