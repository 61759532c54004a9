package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.contract.vk.SystemAccount.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VkSettingsTest {
    @Test
    void the_standard_ones_keep_below_vks_limits() {
        var standard = VkSettings.standard();
        assertThat(standard.spacing(Kind.USER)).isEqualTo(Duration.ofMillis(370));
        assertThat(standard.spacing(Kind.COMMUNITY)).isEqualTo(Duration.ofMillis(55));
        assertThat(standard.spacing(Kind.SERVICE)).isEqualTo(Duration.ofMillis(220));
        assertThat(standard.baseUrl()).hasToString("https://api.vk.ru/method/");
    }

    @Test
    void a_bad_value_names_its_path_and_the_remedy() {
        assertThatThrownBy(() -> with("ftp://vk.ru/", null, 370)).hasMessageContaining("vk.base_url");
        assertThatThrownBy(() -> with("https://api.vk.ru/method", null, 370))
                .hasMessageContaining("end it with a slash");
        assertThatThrownBy(() -> with("https://api.vk.ru/method/", null, 0)).hasMessageContaining("vk.user_spacing");
    }

    @Test
    void what_is_no_address_of_vk_id_and_what_would_refresh_too_late_is_refused() {
        assertThatThrownBy(() -> refreshing("id.vk.ru", Duration.ofMinutes(10))).hasMessageContaining("vk.id_url");
        assertThatThrownBy(() -> refreshing("https://user@id.vk.ru", Duration.ofMinutes(10)))
                .hasMessageContaining("vk.id_url");
        assertThatThrownBy(() -> refreshing("https://id.vk.ru", Duration.ofSeconds(1)))
                .hasMessageContaining("vk.refresh_before");
        assertThatThrownBy(() -> refreshing("https://id.vk.ru", Duration.ofHours(2)))
                .hasMessageContaining("vk.refresh_before");
    }

    private static VkSettings refreshing(String idUrl, Duration before) {
        var standard = VkSettings.standard();
        return new VkSettings(
                standard.baseUrl(),
                standard.apiVersion(),
                null,
                standard.userSpacing(),
                standard.communitySpacing(),
                standard.serviceSpacing(),
                standard.callTimeout(),
                standard.connectTimeout(),
                standard.maxWait(),
                standard.retryFirst(),
                standard.maxResponse(),
                URI.create(idUrl),
                before,
                standard.expiryWarning(),
                standard.envToken(),
                standard.probeFirst(),
                standard.probeLongest(),
                standard.batchWindow(),
                standard.rules());
    }

    @Test
    void a_malformed_token_is_not_repeated_in_the_complaint() {
        assertThatThrownBy(() -> with("https://api.vk.ru/method/", "not a token at all!", 370))
                .hasMessageContaining("vk.token")
                .hasMessageNotContaining("not a token at all");
        assertThat(with("https://api.vk.ru/method/", "vk1.a.abcdefghijklmnop", 370)
                        .toString())
                .doesNotContain("abcdefgh");
    }

    @Test
    void a_row_of_the_operators_table_that_cannot_be_read_names_its_path_and_the_remedy() {
        assertThatThrownBy(() -> with(List.of("29 lock_method 1h", "29 lock_methd 1h")))
                .hasMessageStartingWith("vk.rules cannot hold '29 lock_methd 1h'")
                .hasMessageContaining("actions are retry");
        assertThat(with(List.of("29 lock_method 1h")).errors().rules().get(0).code())
                .isEqualTo(29);
    }

    private static VkSettings with(List<String> rules) {
        return with("https://api.vk.ru/method/", null, 370, rules);
    }

    private static VkSettings with(String url, @Nullable String token, long userSpacing) {
        return with(url, token, userSpacing, List.of());
    }

    private static VkSettings with(String url, @Nullable String token, long userSpacing, List<String> rules) {
        var standard = VkSettings.standard();
        return new VkSettings(
                URI.create(url),
                "5.199",
                token,
                Duration.ofMillis(userSpacing),
                standard.communitySpacing(),
                standard.serviceSpacing(),
                standard.callTimeout(),
                standard.connectTimeout(),
                standard.maxWait(),
                standard.retryFirst(),
                standard.maxResponse(),
                standard.idUrl(),
                standard.refreshBefore(),
                standard.expiryWarning(),
                standard.envToken(),
                standard.probeFirst(),
                standard.probeLongest(),
                standard.batchWindow(),
                rules);
    }
}
