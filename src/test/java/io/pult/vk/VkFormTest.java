package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VkFormTest {
    @Test
    void lists_are_joined_with_commas() {
        assertThat(form("user_ids", List.of("durov", 2, true))).isEqualTo("v=5.199&user_ids=durov%2C2%2C1");
        assertThat(form("user_ids", Arrays.asList(1, null, 3))).isEqualTo("v=5.199&user_ids=1%2C3");
        assertThat(form("user_ids", List.of())).isEqualTo("v=5.199&user_ids=");
    }

    @Test
    void booleans_are_one_and_zero_and_null_is_left_out() {
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("extended", true);
        params.put("filter", null);
        params.put("friends_only", false);
        assertThat(VkForm.encode(params, "5.199")).isEqualTo("v=5.199&extended=1&friends_only=0");
    }

    @Test
    void objects_are_json() {
        assertThat(form("forward", Map.of("peer_id", 1))).isEqualTo("v=5.199&forward=%7B%22peer_id%22%3A1%7D");
    }

    @Test
    void numbers_have_no_exponent() {
        assertThat(form("lat", 1.0e-7)).isEqualTo("v=5.199&lat=0.00000010");
        assertThat(form("owner_id", -10_000_000_000L)).isEqualTo("v=5.199&owner_id=-10000000000");
    }

    @Test
    void what_would_be_another_parameter_is_escaped() {
        assertThat(form("message", "a&access_token=x +я")).isEqualTo("v=5.199&message=a%26access_token%3Dx+%2B%D1%8F");
    }

    private static String form(String name, Object value) {
        return VkForm.encode(Map.of(name, value), "5.199");
    }
}
