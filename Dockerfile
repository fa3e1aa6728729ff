# syntax=docker/dockerfile:1
# The bot as an image without SDK, shell or root. Everything it writes goes to /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401@sha256:35d40304542c8689331f8cab17c65926cdf48fe711e289321d71924b230a7d29 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY SalesAgent.Core/SalesAgent.Core.csproj SalesAgent.Core/packages.lock.json SalesAgent.Core/
COPY SalesAgent.Bot/SalesAgent.Bot.csproj SalesAgent.Bot/packages.lock.json SalesAgent.Bot/
COPY SalesAgent.Bot/Sandbox/SalesAgent.Bot.Sandbox.csproj SalesAgent.Bot/Sandbox/packages.lock.json SalesAgent.Bot/Sandbox/
COPY SalesAgent.Bot/Bench/SalesAgent.Bot.Bench.csproj SalesAgent.Bot/Bench/packages.lock.json SalesAgent.Bot/Bench/
RUN dotnet restore SalesAgent.Bot --locked-mode
COPY manifest manifest
COPY SalesAgent.Core SalesAgent.Core
COPY SalesAgent.Bot SalesAgent.Bot
# Publishing restores once more: the compiler for the target runtime is fetched only then.
RUN dotnet publish SalesAgent.Bot -p:RestoreLockedMode=true --output /app
RUN mkdir /data

# With ICU and time zones, which reps and leads need.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled-extra@sha256:00e0ad6a7ef8c0c1391b87f05c7ac757a15740455688f2bfcd146a3f4b987efd
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID
ENV ASPNETCORE_URLS=http://+:8080 \
    Storage__Path=/data/salesagent.db \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s CMD ["dotnet", "SalesAgent.Bot.dll", "health", "--url", "http://localhost:8080"]
ENTRYPOINT ["dotnet", "SalesAgent.Bot.dll"]
