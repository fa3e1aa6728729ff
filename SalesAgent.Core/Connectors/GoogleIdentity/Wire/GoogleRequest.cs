using System.Collections.Concurrent;
using System.Reflection;
using Google.Apis.Discovery;
using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Wire;

/// <summary>
/// One method of a Google API. Parameters are the properties marked <c>[RequestParameter]</c>, as in the generated
/// packages; what those repeat in <c>InitParameters</c> is read from the marks, once a type.
/// </summary>
internal abstract class GoogleRequest<TResponse> : ClientServiceRequest<TResponse>
{
    private static readonly ConcurrentDictionary<Type, Parameter[]> Declared = new();

    protected GoogleRequest(IClientService service, string methodName, string httpMethod, string restPath)
        : base(service)
    {
        MethodName = methodName;
        HttpMethod = httpMethod;
        RestPath = restPath;
        InitParameters();
    }

    public override string MethodName { get; }

    public override string RestPath { get; }

    public override string HttpMethod { get; }

    protected sealed override void InitParameters()
    {
        base.InitParameters();
        foreach (var parameter in Declared.GetOrAdd(GetType(), Read))
            RequestParameters.Add(parameter.Name, parameter);
    }

    private static Parameter[] Read(Type request) =>
        [
            .. from property in request.GetProperties()
            let mark = CustomAttributeExtensions.GetCustomAttribute<RequestParameterAttribute>(property)
            where mark is not null
            select new Parameter
            {
                Name = mark.Name,
                ParameterType = mark.Type is RequestParameterType.Path ? "path" : "query",
                IsRequired = mark.Type is RequestParameterType.Path,
            },
        ];
}
