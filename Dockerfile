# Built and run without root. `docker build .` needs nothing but this folder.
# Node.js is for the web app, and stays behind with the rest of this stage.
FROM node:22-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY pom.xml cluster.xml ./
COPY .mvn .mvn
COPY conf conf
COPY src/main src/main
RUN mvn -B -q package -Dmaven.test.skip=true -Dweb.test.skip=true -Dspotless.check.skip=true

# Trained with the very Java and in the very folder in which it will run: an archive is valid for nothing else.
FROM eclipse-temurin:17-jre AS trained
RUN useradd --system --uid 10001 --home-dir /opt/pult --shell /usr/sbin/nologin pult \
 && mkdir -p /opt/pult /opt/play \
 && chown pult /opt/pult /opt/play
USER 10001
COPY --from=build --chown=10001 /build/target/pult.jar /opt/pult/
COPY --from=build --chown=10001 /build/target/lib /opt/pult/lib
COPY --chown=10001 src/main/docker/train src/main/docker/make-secrets /opt/pult/
# What only `play` and `stores` need stays behind in this stage.
RUN cp -r /opt/pult/. /opt/play/ \
 && rm -r /opt/pult/lib/play \
 && bash /opt/pult/train /opt/pult /opt/play \
 && rm /opt/pult/train

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /opt/pult --shell /usr/sbin/nologin pult \
 && mkdir -p /opt/pult /var/lib/pult \
 && chown pult /var/lib/pult
WORKDIR /opt/pult
COPY --from=trained --chown=0 /opt/pult/ ./
USER 10001
ENV PULT_DATA_DIR=/var/lib/pult \
    PULT_HTTP_HOST=0.0.0.0 \
    PULT_MANAGEMENT_HOST=0.0.0.0 \
    PULT_LOG_FORMAT=json
VOLUME /var/lib/pult
EXPOSE 8080
# A node drains on SIGTERM: give it at least 30 seconds, with thousands of sessions of Telegram 90.
STOPSIGNAL SIGTERM
# By bash itself: a second JVM every ten seconds would cost more than the node does when idle.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PULT_MANAGEMENT_PORT:-8081} && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 2 _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=pult.jsa", "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "pult.jar"]
CMD ["run"]
