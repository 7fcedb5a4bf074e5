using System.Diagnostics.CodeAnalysis;

namespace CommerceKitty.Admin.Common;

/// <summary>The outcome of an operation that can be refused: a value or an <see cref="Common.Error"/>.</summary>
/// <typeparam name="T">What the operation answers when it is done.</typeparam>
public sealed class Result<T>
{
    private Result(T? value, Error? error) => (Value, Error) = (value, error);

    /// <summary>The answer; null exactly when <see cref="Error"/> is set.</summary>
    public T? Value { get; }

    /// <summary>Why the operation was refused; null when it was done.</summary>
    public Error? Error { get; }

    /// <summary>True when the operation was done.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDone => Error is null;

    /// <summary>Wraps an answer.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <summary>The same refusal, or the answer turned into something else.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map) => IsDone ? map(Value) : Error;
}
