using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>Buckets by caller, of a fixed number: each caller has four possible places, and the fullest bucket there makes room, which
/// loses
/// least. No locks.</summary>
internal sealed class RatePartitions(int places)
{
    private const int Ways = 4;

    private readonly RateBucket?[] _buckets = new RateBucket?[places];

    /// <summary>The caller's bucket; a full one when it has none.</summary>
    public RateBucket Find(long partition)
    {
        var set = _buckets.AsSpan((int)(Mix(partition) % (uint)(places / Ways)) * Ways, Ways);
        while (true)
        {
            var (victim, old, oldest) = (0, (RateBucket?)null, long.MaxValue);
            for (var i = 0; i < set.Length; i++)
            {
                var bucket = Volatile.Read(ref set[i]);
                if (bucket?.Partition == partition)
                    return bucket;
                var fullAt = bucket is null ? long.MinValue : Volatile.Read(ref bucket.FullAt);
                if (fullAt < oldest)
                    (victim, old, oldest) = (i, bucket, fullAt);
            }

            // Whoever comes second finds the first one's at the next look.
            Interlocked.CompareExchange(ref set[victim], new RateBucket(partition), old);
        }
    }

    /// <summary>Spreads neighbours.</summary>
    private static uint Mix(long partition) => (uint)((ulong)partition * 0x9E3779B97F4A7C15 >> 32);
}
