package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.contract.identity.SocialProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocialSettingsTest {
    private static final URI ISSUER = URI.create("https://oauth.telegram.org");

    private static SocialSettings settings(
            @Nullable String botToken, @Nullable String id, @Nullable String secret, URI issuer, String... pages) {
        return new SocialSettings(
                botToken, id, secret, issuer, null, null, ISSUER, ISSUER, List.of(pages), Duration.ofSeconds(5));
    }

    private static void refused(String key, Runnable settings) {
        assertThatThrownBy(settings::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("social." + key);
    }

    @Test
    void what_is_not_set_is_closed_and_nothing_has_to_be() {
        assertThat(settings(null, null, null, ISSUER).redirectUris()).isEmpty();
        assertThat(settings("1:TEST-token", null, null, ISSUER).providers()).isEmpty();
        assertThat(settings(null, "1", "s", ISSUER, "https://a.example.org/login")
                        .providers())
                .containsExactly(SocialProvider.TELEGRAM);
    }

    @Test
    void an_id_without_its_secret_or_without_a_page_to_come_back_to_is_refused() {
        refused("telegram_client_id", () -> settings(null, "1", null, ISSUER, "https://a.example.org/login"));
        refused("redirect_uris", () -> settings(null, "1", "s", ISSUER));
    }

    @Test
    void an_address_in_the_clear_is_refused_but_on_this_machine() {
        refused("telegram_issuer", () -> settings(null, null, null, URI.create("http://oauth.telegram.org")));
        refused("redirect_uris", () -> settings(null, null, null, ISSUER, "http://a.example.org/login"));
        settings(null, null, null, URI.create("http://127.0.0.1:4711"), "http://localhost:8080/login");
    }

    @Test
    void a_page_that_is_none_and_an_issuer_with_a_slash_are_refused() {
        for (String page : List.of("login", "https://a.example.org/#x", "https://u:p@a.example.org/", "https:// a")) {
            refused("redirect_uris", () -> settings(null, null, null, ISSUER, page));
        }
        refused("telegram_issuer", () -> settings(null, null, null, URI.create("https://oauth.telegram.org/")));
    }

    @Test
    void a_bot_token_of_another_form_is_refused_and_never_shown() {
        assertThatThrownBy(() -> settings("swordfish", null, null, ISSUER))
                .hasMessageContaining("social.telegram_bot_token")
                .hasMessageNotContaining("swordfish");
        assertThat(settings("1:TEST-token", "1", "swordfish", ISSUER, "https://a.example.org/login"))
                .asString()
                .doesNotContain("TEST-token")
                .doesNotContain("swordfish");
    }
}
