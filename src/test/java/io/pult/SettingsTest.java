package io.pult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may write, and what is said when it is wrong. */
class SettingsTest {
    private static final String PG = "postgresql://pult:swordfish@127.0.0.1:5432/pult";
    private static final Map<String, String> STORES =
            Map.of("PULT_POSTGRES_URL", PG, "PULT_REDIS_URL", "redis://:swordfish@127.0.0.1:6379/0");

    @TempDir
    Path folder;

    @Test
    void a_missing_value_names_the_setting_and_the_variable_to_set() {
        refused(null, Map.of(), List.of())
                .hasMessageContaining("postgres.url")
                .hasMessageContaining("PULT_POSTGRES_URL");
    }

    @Test
    void a_value_of_the_wrong_type_names_path_value_origin_and_remedy() {
        refused(null, with("PULT_HTTP_PORT", "eighty"), List.of())
                .hasMessage("http.port is 'eighty' (from PULT_HTTP_PORT) but must be a whole number, or a size such as"
                        + " 512KiB or 1MiB");
        refused(null, STORES, List.of("redis.timeout=soon"))
                .hasMessageContaining("redis.timeout is 'soon' (from --set)")
                .hasMessageContaining("500ms");
    }

    @Test
    void a_value_out_of_range_names_the_range() {
        refused(null, STORES, List.of("cluster.port=70000"))
                .hasMessageContaining("70000")
                .hasMessageContaining("65535");
    }

    @Test
    void an_unknown_setting_is_refused_wherever_it_comes_from_and_the_known_ones_are_named() throws IOException {
        refused(null, with("PULT_HTTP_PROT", "80"), List.of())
                .hasMessageContaining("http.prot")
                .hasMessageContaining("http.port");
        refused(null, STORES, List.of("htp.port=80"))
                .hasMessageContaining("sections are")
                .hasMessageContaining("http");
        Path file = Files.writeString(folder.resolve("a.yaml"), "http:\n  prot: 80\n");
        refused(file, STORES, List.of()).hasMessageContaining("http.prot").hasMessageContaining("a.yaml");
    }

    @Test
    void a_secret_by_set_is_refused_with_the_way_to_give_it() {
        refused(null, STORES, List.of("postgres.url=" + PG))
                .hasMessageContaining("PULT_POSTGRES_URL_FILE")
                .hasMessageNotContaining("swordfish");
    }

    @Test
    void a_concern_that_does_not_exist_is_refused_with_those_that_do() {
        refused(null, STORES, List.of("node.concerns=api,banking"))
                .hasMessageContaining("'banking'")
                .hasMessageContaining("identity");
    }

    @Test
    void a_file_that_is_no_yaml_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), "http: [");
        refused(file, STORES, List.of()).hasMessageContaining("broken.yaml").hasMessageContaining("not well-formed");
    }

    @Test
    void yaml_words_stay_what_the_setting_makes_of_them() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "node:\n  name: no\n  concerns: [api]\ndata:\n  dir: 0600\n");

        Settings settings = read(file, STORES, List.of());

        assertThat(settings.nodeName()).isEqualTo("no");
        assertThat(settings.node().concerns()).containsExactly("api");
        assertThat(settings.data().dir()).isEqualTo(Path.of("0600"));
    }

    @Test
    void later_sources_win_over_earlier_ones() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "redis:\n  timeout: 3s\nhttp:\n  port: 1\n  max_body: 64KiB\n");

        Settings settings = read(file, with("PULT_HTTP_PORT", "2"), List.of("http.port=3"));

        assertThat(settings.redis().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.http().port()).isEqualTo(3);
        assertThat(settings.http().maxBody()).isEqualTo(65_536);
    }

    @Test
    void the_names_of_the_replaced_services_are_still_understood_but_ours_win() {
        assertThat(read(null, with("DEFAULT_REQUESTS_PER_MINUTE", "7"), List.of())
                        .limits()
                        .defaultRequestsPerMinute())
                .isEqualTo(7);
        var both = new HashMap<>(with("DEFAULT_REQUESTS_PER_MINUTE", "7"));
        both.put("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", "8");
        assertThat(read(null, both, List.of()).limits().defaultRequestsPerMinute())
                .isEqualTo(8);
    }

    @Test
    void lifetimes_under_their_old_names_are_seconds() {
        var old = new HashMap<>(with("ACCESS_TOKEN_REDIS_TTL_SEC", "600"));
        old.put("REFRESH_TOKEN_REDIS_TTL_SEC", "86400");

        var identity = read(null, old, List.of()).identity();

        assertThat(identity.accessTtl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(identity.refreshTtl()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void a_secret_may_come_from_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("pg.url"), PG + "\n");
        var environment = Map.of(
                "PULT_POSTGRES_URL_FILE", file.toString(), "PULT_REDIS_URL", "redis://:swordfish@127.0.0.1:6379/0");

        assertThat(read(null, environment, List.of()).postgres().url()).isEqualTo(PG);
    }

    @Test
    void the_limiter_shares_redis_unless_it_has_its_own() {
        assertThat(read(null, STORES, List.of()).limits().redisUrl()).isEqualTo("redis://:swordfish@127.0.0.1:6379/0");
        assertThat(read(null, with("PULT_LIMITS_REDIS_URL", "redis://127.0.0.1:1/0"), List.of())
                        .limits()
                        .redisUrl())
                .isEqualTo("redis://127.0.0.1:1/0");
    }

    @Test
    void printing_hides_secrets_and_shows_everything_else() {
        var printed = new TreeMap<String, String>();

        new SettingsReader(Configuration.load(null, STORES, List.of())).print(printed::put);

        assertThat(printed)
                .containsEntry("postgres.url", "(hidden)")
                .containsEntry("redis.url", "(hidden)")
                .containsEntry("limits.redis_url", "(hidden)")
                .containsEntry("http.port", "8080");
        assertThat(printed.values()).noneMatch(value -> value.contains("swordfish"));
    }

    @Test
    void the_operators_table_of_vks_errors_is_a_list_and_is_printed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "vk:\n  rules:\n    - 29 lock_method 1h\n    - '15 \"members\" try_other'\n");
        var printed = new TreeMap<String, String>();

        new SettingsReader(Configuration.load(file, STORES, List.of())).print(printed::put);

        assertThat(read(file, STORES, List.of()).vk().rules())
                .containsExactly("29 lock_method 1h", "15 \"members\" try_other");
        assertThat(printed).containsEntry("vk.rules", "29 lock_method 1h,15 \"members\" try_other");
        refused(null, with("PULT_VK_RULES", "29 lock_method 1h,9 lock"), List.of())
                .hasMessageContaining("vk.rules cannot hold '9 lock'");
    }

    @Test
    void the_settings_themselves_do_not_show_a_secret_when_they_are_logged() {
        assertThat(read(null, STORES, List.of()).toString()).doesNotContain("swordfish");
    }

    @Test
    void every_default_is_read_and_every_key_of_the_file_is_used() {
        var printed = new TreeMap<String, String>();
        var configuration = Configuration.load(null, STORES, List.of());

        new SettingsReader(configuration).print(printed::put);

        assertThat(printed.keySet()).containsExactlyInAnyOrderElementsOf(configuration.paths());
        new SettingsReader(configuration).read();
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(STORES);
        environment.put(name, value);
        return environment;
    }

    private static Settings read(@Nullable Path file, Map<String, String> environment, List<String> set) {
        return new SettingsReader(Configuration.load(file, environment, set)).read();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            @Nullable Path file, Map<String, String> environment, List<String> set) {
        return assertThatThrownBy(() -> read(file, environment, set)).isInstanceOf(ConfigurationException.class);
    }
}
