package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.support.Altered;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        assertThatThrownBy(() -> with("baseUrl", URI.create("ftp://vk.ru/"))).hasMessageContaining("vk.base_url");
        assertThatThrownBy(() -> with("baseUrl", URI.create("https://api.vk.ru/method")))
                .hasMessageContaining("end it with a slash");
        assertThatThrownBy(() -> with("userSpacing", Duration.ZERO)).hasMessageContaining("vk.user_spacing");
    }

    @Test
    void what_is_no_address_of_vk_id_and_what_would_refresh_too_late_is_refused() {
        assertThatThrownBy(() -> with("idUrl", URI.create("id.vk.ru"))).hasMessageContaining("vk.id_url");
        assertThatThrownBy(() -> with("idUrl", URI.create("https://user@id.vk.ru")))
                .hasMessageContaining("vk.id_url");
        assertThatThrownBy(() -> with("refreshBefore", Duration.ofSeconds(1)))
                .hasMessageContaining("vk.refresh_before");
        assertThatThrownBy(() -> with("refreshBefore", Duration.ofHours(2))).hasMessageContaining("vk.refresh_before");
    }

    @Test
    void the_log_is_kept_for_a_day_at_least_and_its_counts_as_long_as_the_log() {
        assertThatThrownBy(() -> with("keepLogs", Duration.ofHours(23)))
                .hasMessageContaining("vk.keep_logs")
                .hasMessageContaining("take 1d to 3650d");
        assertThatThrownBy(() -> with("keepCounts", Duration.ofDays(89))).hasMessageContaining("vk.keep_counts");
        assertThatThrownBy(() -> with("logSpool", 1_000L)).hasMessageContaining("vk.log_spool");
    }

    @Test
    void a_malformed_token_is_not_repeated_in_the_complaint() {
        assertThatThrownBy(() -> with("token", "not a token at all!"))
                .hasMessageContaining("vk.token")
                .hasMessageNotContaining("not a token at all");
        assertThat(with("token", "vk1.a.abcdefghijklmnop").toString()).doesNotContain("abcdefgh");
    }

    @Test
    void a_row_of_the_operators_table_that_cannot_be_read_names_its_path_and_the_remedy() {
        assertThatThrownBy(() -> with("rules", List.of("29 lock_method 1h", "29 lock_methd 1h")))
                .hasMessageStartingWith("vk.rules cannot hold '29 lock_methd 1h'")
                .hasMessageContaining("actions are retry");
        assertThat(with("rules", List.of("29 lock_method 1h"))
                        .errors()
                        .rules()
                        .get(0)
                        .code())
                .isEqualTo(29);
    }

    private static VkSettings with(String component, Object value) {
        return Altered.record(VkSettings.standard(), Map.of(component, value));
    }
}
