# Images of Spikelet.
#
#   service (the default)   the HTTP program with the shipped models       docker build -t spikelet .
#   training                the batch program                              docker build -t spikelet-training --target training .
#   service-prebuilt, training-prebuilt   the same from files built outside: see "From files built outside" below
#
# Every stage runs on the platform that the image is for, so the natives are those of that platform. training has libtorch, which
# is there for amd64 only.

# What everything stands on. A tag may come to mean another image; to say which one is meant, give its digest:
#   docker build --build-arg JRE=eclipse-temurin:25-jre@sha256:... --build-arg JDK=eclipse-temurin:25-jdk@sha256:... .
ARG JRE=eclipse-temurin:25-jre
ARG JDK=eclipse-temurin:25-jdk

# ---- Java and the user that runs the programs ----
FROM ${JRE} AS java
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin spikelet
COPY LICENSE /opt/spikelet/LICENSE

# ---- What both service images have in common ----
FROM java AS service-base
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG SOURCE=unknown
# In front of the labels: some builders see only here that an argument has changed.
RUN install -d -o 10001 -g 0 -m 0775 /var/cache/spikelet
LABEL org.opencontainers.image.title="Spikelet" \
      org.opencontainers.image.description="Serves spiking-neural-network image generators over HTTP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# In a container the network decides who reaches it; elsewhere it listens on the loopback address.
ENV SPIKELET_REGISTRY=oci-layout:/opt/spikelet/models SPIKELET_CACHE=/var/cache/spikelet \
    SERVER_ADDRESS=0.0.0.0 MANAGEMENT_SERVER_ADDRESS=0.0.0.0
EXPOSE 8080 8081
VOLUME /var/cache/spikelet
WORKDIR /opt/spikelet
COPY deployment/image/natives.args deployment/image/service.args /opt/spikelet/
COPY deployment/image/ready deployment/image/record-aot-cache /opt/spikelet/bin/
COPY models /opt/spikelet/models
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["/opt/spikelet/bin/ready"]
ENTRYPOINT ["java", "@/opt/spikelet/natives.args", "@/opt/spikelet/service.args", "-XX:AOTCache=/opt/spikelet/service.aot", "-jar", "/opt/spikelet/app/service.jar"]

# ---- What both training images have in common ----
FROM java AS training-base
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG SOURCE=unknown
RUN install -d -o 10001 -g 0 -m 0775 /var/cache/spikelet /work /work/data /work/runs
LABEL org.opencontainers.image.title="Spikelet training" \
      org.opencontainers.image.description="Trains, measures and publishes spiking-neural-network image generators" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The memory settings are those of the launcher at the root, with its reasons.
ENV SPIKELET_REGISTRY=oci-layout:/opt/spikelet/models SPIKELET_CACHE=/var/cache/spikelet OMP_WAIT_POLICY=PASSIVE \
    GLIBC_TUNABLES=glibc.malloc.mmap_threshold=17179869184:glibc.malloc.trim_threshold=17179869184:glibc.malloc.arena_max=1
VOLUME /var/cache/spikelet
WORKDIR /work
COPY deployment/image/natives.args deployment/image/training.args /opt/spikelet/
COPY deployment/image/spikelet /usr/local/bin/spikelet
COPY training-jobs/configs /opt/spikelet/configs
COPY models /opt/spikelet/models
ENTRYPOINT ["spikelet"]
CMD ["--help"]

# ---- From files built outside ----
#   ./mvnw -DskipTests package
#   mkdir -p training-jobs/target/lib && cp training-jobs/target/*.jar $(tr : ' ' <training-jobs/target/classpath.txt) training-jobs/target/lib
FROM ${JDK} AS service-prebuilt-files
COPY deployment/image /image
COPY service/target/service-*.jar /service.jar
RUN /image/unpack-service /service.jar /unpacked

FROM service-base AS service-prebuilt
COPY --from=service-prebuilt-files /unpacked/natives /opt/spikelet/natives
COPY --from=service-prebuilt-files /unpacked/dependencies /opt/spikelet/app
COPY --from=service-prebuilt-files /unpacked/snapshot-dependencies /opt/spikelet/app
COPY --from=service-prebuilt-files /unpacked/application /opt/spikelet/app
RUN /opt/spikelet/bin/record-aot-cache /opt/spikelet/service.aot && rm -rf /tmp/*
USER 10001:10001

FROM ${JDK} AS training-prebuilt-files
COPY deployment/image /image
COPY training-jobs/target/classpath.txt /classpath.txt
COPY training-jobs/target/lib /lib-prebuilt
RUN /image/unpack-training /lib-prebuilt /classpath.txt /unpacked

FROM training-base AS training-prebuilt
COPY --from=training-prebuilt-files /unpacked/natives /opt/spikelet/natives
COPY --from=training-prebuilt-files /unpacked/lib /opt/spikelet/lib
COPY --from=training-prebuilt-files /unpacked/app /opt/spikelet/app
USER 10001:10001

# ---- From source ----
FROM ${JDK} AS source
WORKDIR /source
COPY mvnw pom.xml openapi.yaml ./
COPY .mvn .mvn
COPY build build
COPY deployment/pom.xml deployment/pom.xml
COPY benchmarks/pom.xml benchmarks/pom.xml
COPY model-runtime/pom.xml model-runtime/pom.xml
COPY model-runtime/src model-runtime/src
COPY service/pom.xml service/pom.xml
COPY service/src service/src
COPY training-jobs/pom.xml training-jobs/pom.xml
COPY training-jobs/src training-jobs/src
COPY deployment/image /image

FROM source AS training-files
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q package -DskipTests -pl training-jobs -am \
 && mkdir /lib-built && cp -p training-jobs/target/*.jar $(tr : ' ' <training-jobs/target/classpath.txt) /lib-built \
 && /image/unpack-training /lib-built training-jobs/target/classpath.txt /unpacked

FROM training-base AS training
COPY --from=training-files /unpacked/natives /opt/spikelet/natives
COPY --from=training-files /unpacked/lib /opt/spikelet/lib
COPY --from=training-files /unpacked/app /opt/spikelet/app
USER 10001:10001

FROM source AS service-files
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q package -DskipTests -pl service -am \
 && /image/unpack-service service/target/service-0.1.0-SNAPSHOT.jar /unpacked

FROM service-base AS service
COPY --from=service-files /unpacked/natives /opt/spikelet/natives
COPY --from=service-files /unpacked/dependencies /opt/spikelet/app
COPY --from=service-files /unpacked/snapshot-dependencies /opt/spikelet/app
COPY --from=service-files /unpacked/application /opt/spikelet/app
RUN /opt/spikelet/bin/record-aot-cache /opt/spikelet/service.aot && rm -rf /tmp/*
USER 10001:10001
