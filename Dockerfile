# Built and run without root. `docker build .` needs nothing but this folder.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml cluster.xml ./
COPY .mvn .mvn
COPY conf conf
COPY src/main src/main
RUN mvn -B -q package -Dmaven.test.skip=true -Dspotless.check.skip=true \
 && rm -rf target/lib/play
# The class list of a start, dumped in the image's own layout: an archive is valid for the very jars it was made of.
RUN mkdir /image && cp -r target/pult.jar target/lib cluster.xml /image/ \
 && cd /image && java -XX:ArchiveClassesAtExit=pult.jsa -jar pult.jar openapi --out /dev/null

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /opt/pult --shell /usr/sbin/nologin pult \
 && mkdir -p /opt/pult /var/lib/pult \
 && chown pult /var/lib/pult
WORKDIR /opt/pult
COPY --from=build /image/ ./
USER 10001
ENV PULT_DATA_DIR=/var/lib/pult \
    PULT_HTTP_HOST=0.0.0.0 \
    PULT_MANAGEMENT_HOST=0.0.0.0 \
    PULT_LOG_FORMAT=json
VOLUME /var/lib/pult
EXPOSE 8080 8081
# A node drains on SIGTERM: give it at least 30 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", "pult.jar", "io.pult.HealthProbe"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=pult.jsa", "-Xshare:auto", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "pult.jar"]
CMD ["run"]
