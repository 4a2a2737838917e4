# Viva as an image: an unprivileged user, and only what is needed to run. deploy/image-steps runs these steps without
# Docker, and bounds what comes out.
#
#   docker build -t viva --build-arg REVISION="$(git rev-parse HEAD)" .
#   docker run --rm -p 8080:8080 -v viva-data:/var/lib/viva -e OPENAI_API_KEY viva
#   docker run --rm -p 8080:8080 -v viva-data:/var/lib/viva -e OPENAI_API_KEY --read-only --tmpfs /tmp:exec --cap-drop ALL \
#     --security-opt no-new-privileges --memory 768m viva
#
# It runs viva-server.jar, which does not contain the simulator and therefore needs OPENAI_API_KEY. To build an image with
# the simulator, for a demonstration or for staging, add --build-arg JAR=viva.jar.
#
# A read-only file system needs /tmp as above: SQLite's native library is unpacked there before it is loaded.
# A bind mount in place of the volume must belong to 10001:10001. Calls of the simulator are WebRTC over UDP
# directly to the process, so a browser outside needs --network host. With a real provider only 8080 is needed.
#
# Bases are pinned by digest. Dependabot proposes the new digest of each tag once a week; `apt-get upgrade` brings the
# security updates in between whenever the image is built.

FROM eclipse-temurin:25-jdk@sha256:97014c4b396021f9ddb7d592a7dbedb0c4e4215c29e03dc01c393558aefb71c2 AS jdk
COPY deploy/image-java /usr/local/bin/
RUN image-java /opt/java/openjdk /opt/java/viva

FROM node:24-bookworm@sha256:6dac556d980b7f0e5498d08f08cee0ca67798b4ad6c23964a9214920e67758d0 AS build
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH
WORKDIR /build
COPY . .
ARG REVISION=unknown
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    ./mvnw -B -DskipTests -Dmaven.test.skip=true -Dgit.commit.id="$REVISION" package

FROM debian:12-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171
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

COPY --from=jdk /opt/java/viva /opt/java/viva
COPY --from=build /build/target/$JAR /opt/viva/viva.jar
COPY --from=build /build/config.yml.example /build/LICENSE /build/viva /opt/viva/

ENV PATH=/opt/java/viva/bin:$PATH VIVA_JAVA=/opt/java/viva/bin/java LANG=C.UTF-8 VIVA_DATA_DIR=/var/lib/viva
# A container has its own network: only published ports are reachable. Publish 8081, which has the metrics, only to your
# monitoring.
ENV VIVA_BIND=0.0.0.0 VIVA_ADMIN_BIND=0.0.0.0
# The heap is half of the container's memory: the JVM needs as much again for code, threads, buffers and the sockets.
# A collection leaves little more than is used, and there is one a minute when nobody asks for memory: what a busy hour
# took is given back. Old objects are marked when they take three quarters of the heap: left to itself, G1 would always
# mark in so small a heap, and stop the service for 20 ms to finish, every few seconds. Read by the java of this image
# alone; more options go into the same variable. The soak runs start their replicas with these.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+UseG1GC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-G1UseAdaptiveIHOP -XX:InitiatingHeapOccupancyPercent=75 -XX:G1PeriodicGCInterval=60000 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError"

# In the last stage: a cache fits this java and this jar alone.
RUN /opt/viva/viva --prepare

USER 10001:10001
WORKDIR /opt/viva
VOLUME /var/lib/viva
EXPOSE 8080 8081

HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/bin/bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${VIVA_PORT:-8080} && printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# The script ends in exec, so that SIGTERM reaches the JVM itself, which drains and stops.
ENTRYPOINT ["/opt/viva/viva"]
CMD ["server"]
