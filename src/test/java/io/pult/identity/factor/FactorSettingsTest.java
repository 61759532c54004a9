package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.identity.factor.FactorSettings.Admins;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For which site passkeys are made. */
class FactorSettingsTest {
    @Test
    void origins_of_another_domain_or_over_an_open_channel_are_refused_with_what_they_should_be() {
        for (String origin : List.of(
                "https://evil.example",
                "https://notexample.org",
                "http://pult.example.org",
                "https://example.org/path",
                "example.org")) {
            assertThatThrownBy(() -> settings("example.org", origin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("factors.origins has " + origin)
                    .hasMessageContaining("example.org");
        }
    }

    @Test
    void origins_without_a_domain_are_refused() {
        assertThatThrownBy(() -> settings(null, "https://pult.example.org")).hasMessageContaining("factors.rp_id");
    }

    @Test
    void alone_on_a_machine_passkeys_are_made_for_localhost_at_any_port_and_for_nothing_that_looks_like_it() {
        var site = settings(null).site(null);

        assertThat(site.id()).isEqualTo("localhost");
        assertThat(List.of("http://localhost", "http://localhost:8080", "http://localhost:49152"))
                .allMatch(site::allows);
        assertThat(List.of(
                        "http://127.0.0.1:8080",
                        "http://localhost.evil.example",
                        "http://localhost:8080.evil.example",
                        "https://localhost:8080/",
                        "http://evil.example"))
                .noneMatch(site::allows);
    }

    @Test
    void behind_a_proxy_they_are_made_for_the_public_address_and_for_that_alone() {
        var site = settings(null).site("https://pult.example.org:8443/");

        assertThat(site.id()).isEqualTo("pult.example.org");
        assertThat(site.allows("https://pult.example.org:8443")).isTrue();
        assertThat(site.allows("https://pult.example.org")).isFalse();
        assertThat(site.allows("http://localhost:8080")).isFalse();
    }

    @Test
    void a_domain_above_the_public_address_may_be_named() {
        var site = settings("example.org").site("https://pult.example.org");

        assertThat(site.id()).isEqualTo("example.org");
        assertThat(site.allows("https://pult.example.org")).isTrue();
        assertThat(settings("example.org", "https://a.example.org", "https://example.org")
                        .site("https://pult.example.org")
                        .allows("https://a.example.org"))
                .isTrue();
    }

    private static FactorSettings settings(@Nullable String id, String... origins) {
        return new FactorSettings(Admins.OPTIONAL, id, List.of(origins));
    }
}
