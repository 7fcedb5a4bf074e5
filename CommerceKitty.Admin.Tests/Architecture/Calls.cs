using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>What a method calls, read from its IL.</summary>
public static class Calls
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToFrozenDictionary(o => o.Value);

    /// <summary>The methods that it calls, in the order in which they are written; into methods of its own class it goes on, so that a
    /// helper counts as if it stood there. Lambdas are left out: the method that is given one decides when it runs.</summary>
    public static IEnumerable<MethodBase> InOrder(MethodInfo method) => InOrder(method, []);

    /// <summary>All methods of a type and of what the compiler made for it.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything))
            .Concat(type.GetNestedTypes(Everything).Where(t => t.IsDefined(typeof(CompilerGeneratedAttribute))).SelectMany(MethodsOf));

    /// <summary>The methods that this one body calls or makes a delegate of.</summary>
    public static IEnumerable<(MethodBase Method, bool IsCall)> InBody(MethodBase method) =>
        from instruction in InstructionsOf(method)
        where instruction.Code.OperandType == OperandType.InlineMethod
        let called = Resolve(method, instruction.Token) as MethodBase
        where called is not null
        select (called, instruction.Code != OpCodes.Ldftn && instruction.Code != OpCodes.Ldvirtftn);

    /// <summary>The methods, types and fields that this one body names.</summary>
    public static IEnumerable<MemberInfo> MembersInBody(MethodBase method) =>
        from instruction in InstructionsOf(method)
        where instruction.Code.OperandType is OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineField
            or OperandType.InlineTok
        let member = Resolve(method, instruction.Token)
        where member is not null
        select member;

    private static IEnumerable<MethodBase> InOrder(MethodBase method, HashSet<MethodBase> seen)
    {
        if (!seen.Add(method))
            yield break;
        foreach (var (called, isCall) in InBody(BodyOf(method)))
        {
            if (!isCall)
                continue;
            yield return called;
            if (called.DeclaringType == method.DeclaringType)
            {
                foreach (var inner in InOrder(called, seen))
                    yield return inner;
            }
        }
    }

    private static IEnumerable<(OpCode Code, int Token)> InstructionsOf(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? OpCodesByValue[(short)(0xFE00 | il[at + 1])] : OpCodesByValue[il[at]];
            at += code.Size;
            var size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
            yield return (code, size == 4 ? BitConverter.ToInt32(il, at) : 0);
            at += size;
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, typeArguments, methodArguments);
    }

    /// <summary>An asynchronous method only starts its state machine; what was written is there.</summary>
    private static MethodBase BodyOf(MethodBase method) =>
        method.GetCustomAttribute<AsyncStateMachineAttribute>() is { } state
            ? state.StateMachineType.GetMethod("MoveNext", Everything)!
            : method;
}
