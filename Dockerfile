# Viva as an image: an unprivileged user, and only what is needed to run.
#
#   docker build -t viva --build-arg REVISION="$(git rev-parse HEAD)" .
#   docker run --rm -p 8080:8080 -v viva-data:/var/lib/viva -e OPENAI_API_KEY viva
#   docker run --rm -p 8080:8080 -v viva-data:/var/lib/viva -e OPENAI_API_KEY --read-only --tmpfs /tmp:exec --cap-drop ALL \
#     --security-opt no-new-privileges viva
#
# It runs viva-server.jar, which does not contain the simulator and therefore needs OPENAI_API_KEY. To build an image with
# the simulator, add --build-arg JAR=viva.jar.
#
# A read-only file system needs /tmp as above: native libraries are unpacked there before they are loaded.
# A bind mount in place of the volume must belong to 10001:10001. Calls of the simulator are WebRTC over UDP
# directly to the process, so a browser outside needs --network host. With a real provider only 8080 is needed.
#
# Base images are named by tag, so that a rebuild gets their security updates. To pin one by digest, look it up with
#   docker buildx imagetools inspect debian:12-slim
# and write FROM debian:12-slim@sha256:…; Dependabot then keeps the digest up to date.

FROM eclipse-temurin:25-jdk AS jdk
FROM eclipse-temurin:25-jre AS jre

FROM node:24-bookworm AS build
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH
WORKDIR /build
COPY . .
ARG REVISION=unknown
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    ./mvnw -B -DskipTests -Dmaven.test.skip=true -Dgit.commit.id="$REVISION" package

FROM debian:12-slim
ARG REVISION=unknown
ARG JAR=viva-server.jar
LABEL org.opencontainers.image.title="Viva" \
      org.opencontainers.image.description="Voice encounters with simulated patients" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="$REVISION"

# The libraries are those that the simulator's WebRTC peer links to.
RUN apt-get update \
    && apt-get upgrade -y \
    && if [ "$JAR" = viva.jar ]; then \
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            libdbus-1-3 libpulse0 libudev1 libx11-6 libxcomposite1 libxfixes3 libxrandr2; fi \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 10001 -g 10001 -m 0700 /var/lib/viva

COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=build /build/target/$JAR /opt/viva/viva.jar
COPY --from=build /build/config.yml.example /build/LICENSE /opt/viva/

ENV PATH=/opt/java/openjdk/bin:$PATH LANG=C.UTF-8 VIVA_DATA_DIR=/var/lib/viva
# A container has its own network: only published ports are reachable. Publish 8081, which has the metrics, only to your
# monitoring.
ENV VIVA_BIND=0.0.0.0 VIVA_ADMIN_BIND=0.0.0.0

USER 10001:10001
WORKDIR /opt/viva
VOLUME /var/lib/viva
EXPOSE 8080 8081

HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/bin/bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${VIVA_PORT:-8080} && printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# exec form: SIGTERM reaches the JVM itself, which drains and stops.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/viva/viva.jar"]
CMD ["server"]
