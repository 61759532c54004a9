package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.infra.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** No container engine is asked: what compose.yaml and the Dockerfile say is read as Pult would read it inside. */
class ImageSettingsIT {
    private static final String SECRETS = "/run/pult/";
    private static final Pattern VARIABLE = Pattern.compile("^(?:ENV| {3}) (PULT_\\w+)=(\\S+)", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void every_variable_of_the_composition_is_a_setting_and_both_nodes_can_start_from_them() throws Exception {
        makeSecrets();
        for (String node : List.of("node1", "node2")) {
            Settings settings = settings(node);

            assertThat(settings.node().name()).isEqualTo(node);
            assertThat(URI.create(settings.postgres().url()).getHost()).isEqualTo("postgres");
            assertThat(URI.create(settings.redis().url()).getHost()).isEqualTo("redis");
            assertThat(URI.create(settings.limits().redisUrl()).getHost()).isEqualTo("limiter");
            assertThat(services()).containsKeys("postgres", "redis", "limiter");
            assertThat(Secrets.load(settings.secrets().keyFile()).derive("a test"))
                    .hasSize(1);
            assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        }
    }

    @Test
    void members_listen_on_addresses_of_their_own_in_a_network_without_an_outside() throws Exception {
        makeSecrets();
        for (String node : List.of("node1", "node2")) {
            var cluster = settings(node).cluster();
            Map<String, ?> inside = map(map(services().get(node), "networks"), "inside");

            assertThat(inside.get("ipv4_address")).isEqualTo(cluster.host());
            assertThat(cluster.members()).contains(cluster.host()).hasSize(2);
        }
        assertThat(map(map(compose(), "networks"), "inside").get("internal")).isEqualTo(true);
    }

    @Test
    void nodes_are_restarted_have_time_to_drain_and_wait_for_healthy_stores() throws Exception {
        for (String node : List.of("node1", "node2")) {
            Map<String, ?> service = services().get(node);
            assertThat(service.get("restart")).isEqualTo("unless-stopped");
            assertThat(Integer.parseInt(
                            service.get("stop_grace_period").toString().replace("s", "")))
                    .isGreaterThanOrEqualTo(30);
            for (String store : List.of("postgres", "redis", "limiter")) {
                assertThat(map(map(service, "depends_on"), store).get("condition"))
                        .isEqualTo("service_healthy");
                assertThat(services().get(store)).containsKey("healthcheck");
            }
        }
        assertThat(services().get("node1").get("ports"))
                .isNotEqualTo(services().get("node2").get("ports"));
        assertThat(services().get("postgres").get("image").toString()).startsWith("postgres:17");
    }

    @Test
    void secrets_are_made_once_for_one_reader_each_and_stand_in_no_variable() throws Exception {
        makeSecrets();
        Map<String, String> made = secrets();
        assertThat(made.keySet())
                .contains(
                        "postgres_password", "postgres_url", "redis.conf", "redis_url", "limiter.conf", "secrets.key");
        makeSecrets();
        assertThat(secrets()).isEqualTo(made);
        for (String name : made.keySet()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("r--------");
        }
        assertThat(made.get("postgres_url")).contains(":" + made.get("postgres_password") + "@");
        assertThat(made.get("redis.conf")).isNotEqualTo(made.get("limiter.conf"));
        assertThat(Files.readString(Path.of("compose.yaml"))).doesNotContainPattern("(?i)(password|token): ");
    }

    private void makeSecrets() throws Exception {
        var builder = new ProcessBuilder("bash", "src/main/docker/make-secrets", folder.toString()).inheritIO();
        builder.environment()
                .put("PULT_JAR", Path.of("target", "pult.jar").toAbsolutePath().toString());
        assertThat(builder.start().waitFor()).isZero();
    }

    private Map<String, String> secrets() throws Exception {
        var secrets = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                secrets.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return secrets;
    }

    /** As the container sees them: the image's variables, and the service's over them. */
    private Settings settings(String service) throws Exception {
        var environment = new LinkedHashMap<String, String>();
        VARIABLE.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(variable -> environment.put(variable.group(1), variable.group(2)));
        assertThat(environment).containsKeys("PULT_DATA_DIR", "PULT_LOG_FORMAT");
        map(services().get(service), "environment")
                .forEach((name, value) -> environment.put(name, value.toString().replace(SECRETS, folder + "/")));
        return new SettingsReader(Configuration.load(null, environment, List.of())).read();
    }

    private static Map<String, Map<String, ?>> services() throws Exception {
        var services = new LinkedHashMap<String, Map<String, ?>>();
        Map<String, ?> all = map(compose(), "services");
        all.keySet().forEach(name -> services.put(name, map(all, name)));
        return services;
    }

    private static Map<String, ?> compose() throws Exception {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("compose.yaml")));
    }

    @SuppressWarnings("unchecked") // mappings of compose.yaml have text as keys
    private static Map<String, ?> map(Map<String, ?> parent, String key) {
        assertThat(parent.get(key)).as(key).isInstanceOf(Map.class);
        return (Map<String, ?>) parent.get(key);
    }
}
