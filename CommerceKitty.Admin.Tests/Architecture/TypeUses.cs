using System.Reflection;
using System.Runtime.CompilerServices;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>Which types of its own assembly a type uses: in signatures, attributes and bodies, lambdas and state machines
/// included.</summary>
public static class TypeUses
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The types that it uses. What the compiler made of a lambda or an asynchronous method counts as its own; generated code of
    /// migrations and of the compiler itself is left out.</summary>
    public static IEnumerable<Type> Of(Type user) =>
        IsGenerated(user)
            ? []
            : Mentioned(user).Concat(user.GetNestedTypes(All).Where(IsMadeByCompiler).SelectMany(Mentioned))
                .SelectMany(Parts)
                .Where(t => t.Assembly == user.Assembly && !IsGenerated(t) && t != user)
                .Distinct();

    private static IEnumerable<Type> Mentioned(Type type)
    {
        if (type.BaseType is { } parent)
            yield return parent;
        foreach (var mentioned in type.GetInterfaces().Concat(type.GetFields(All).Select(f => f.FieldType))
            .Concat(AttributesOf(type)).Concat(type.GetMembers(All).Where(m => m is not Type).SelectMany(AttributesOf))
            .Concat(MethodsOf(type).SelectMany(MentionedBy)))
        {
            yield return mentioned;
        }
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));

    private static IEnumerable<Type> AttributesOf(MemberInfo member) =>
        member.GetCustomAttributesData().SelectMany(a =>
            a.ConstructorArguments.Select(c => c.Value).OfType<Type>().Append(a.AttributeType));

    private static IEnumerable<Type> MentionedBy(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var answer })
            yield return answer;
        foreach (var parameter in method.GetParameters())
            yield return parameter.ParameterType;
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var caught in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause))
            yield return caught.CatchType!;
        foreach (var member in Calls.MembersInBody(method))
        {
            switch (member)
            {
                case Type type:
                    yield return type;
                    break;
                case FieldInfo field:
                    yield return field.DeclaringType!;
                    yield return field.FieldType;
                    break;
                case MethodBase called:
                    if (called.DeclaringType is { } declaring)
                        yield return declaring;
                    if (called is MethodInfo { ReturnType: var result })
                        yield return result;
                    foreach (var parameter in called.GetParameters())
                        yield return parameter.ParameterType;
                    if (called.IsGenericMethod)
                    {
                        foreach (var argument in called.GetGenericArguments())
                            yield return argument;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>An array's element, a generic type's definition and arguments, and a nested type's outermost one.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.IsGenericParameter)
            return [];
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        var arguments = type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts) : [];
        var definition = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        return arguments.Append(definition);
    }

    private static bool IsMadeByCompiler(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute)) && (type.Name.StartsWith('<') || type.IsNested);

    private static bool IsGenerated(Type type) =>
        IsMadeByCompiler(type) || type.Namespace is not { } space || space.Contains(".Migrations", StringComparison.Ordinal)
        || !space.StartsWith("CommerceKitty", StringComparison.Ordinal);
}
