# syntax=docker/dockerfile:1
# The bot as an image without SDK, shell or root. Everything it writes goes to /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY SalesAgent.Core/SalesAgent.Core.csproj SalesAgent.Core/
COPY SalesAgent.Bot/SalesAgent.Bot.csproj SalesAgent.Bot/
RUN dotnet restore SalesAgent.Bot
COPY manifest manifest
COPY SalesAgent.Core SalesAgent.Core
COPY SalesAgent.Bot SalesAgent.Bot
RUN dotnet publish SalesAgent.Bot --no-restore --output /app && mkdir /data

# With ICU and time zones, which reps and leads need.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
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
