using CommerceKitty.Admin.Features.KeyIdentification;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Tests.Features.KeyIdentification;

public sealed class IdentifyKeysPageTests
{
    [Theory]
    [InlineData(int.MaxValue, KeyIdentificationService.MaximumValues)]
    [InlineData(250, 300)]
    [InlineData(0, 0)]
    public async Task TakeAsync_WhateverTheBrowserCounts_TakesNoMoreThanAreIdentified(int count, int taken)
    {
        await using var browser = new EndlessScan();

        (await IdentifyKeysPage.TakeAsync(browser, count)).Should().HaveCount(taken);
    }

    private static readonly ValueFinding Finding = new("none", "kitty_abcd", 48, 1, 1, "hash");

    /// <summary>A browser that answers five hundred findings however often it is asked.</summary>
    private sealed class EndlessScan : IJSObjectReference
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
            ValueTask.FromResult((TValue)(object)Enumerable.Repeat(Finding, 500).ToArray());

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
