# One image, one executable: `flotilla serve` by default, `flotilla api` and `flotilla worker` apart.
FROM node:22-bookworm-slim AS pages
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
COPY web/shared/package.json shared/
COPY web/console/package.json console/
COPY web/client/package.json client/
COPY web/e2e/package.json e2e/
RUN npm install --no-audit --no-fund
COPY api/schema.graphql /src/api/
COPY web .
RUN npm run build

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
COPY --from=pages /src/web/console/dist web/console/dist
COPY --from=pages /src/web/client/dist web/client/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --profile dist --bin flotilla \
    && install -D -m 0755 target/dist/flotilla /out/flotilla

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/flotilla flotilla
COPY --from=build /out/flotilla /usr/local/bin/flotilla
USER flotilla
WORKDIR /var/lib/flotilla
VOLUME /var/lib/flotilla
EXPOSE 8080
# SIGTERM drains: requests finish, pushes in flight are handed back.
STOPSIGNAL SIGTERM
ENTRYPOINT ["flotilla"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--data-dir", "/var/lib/flotilla"]
