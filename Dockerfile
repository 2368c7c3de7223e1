# docker build --build-arg VERSION=$(git describe --tags --always) --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t yishi .
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
ARG COMMIT=unknown
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false \
        -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" -o /out/yishi . \
    && mkdir -p /out/data /out/tmp && chmod 1777 /out/tmp

# The program and what it cannot bring along: roots to trust, a folder for its data, one for temporary files.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/tmp /tmp
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/yishi /yishi

# Relative paths of the configuration begin here: data/yishi.db is /data/yishi.db, in the volume.
WORKDIR /
VOLUME /data
USER 65532:65532

# Inside a container loopback reaches nobody. This overrides `listen` of the file.
ENV YISHI_LISTEN=0.0.0.0:8080
EXPOSE 8080

# No check from within: there is no client in here to ask with, `yishi version` would call a dead server well, and
# `yishi doctor` asks the platforms, whose outage is no reason to restart. Probe GET /healthz and GET /readyz.
HEALTHCHECK NONE

ENTRYPOINT ["/yishi"]
CMD ["serve", "-config", "/etc/yishi/yishi.yaml"]
