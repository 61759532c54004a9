package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginWidgetTest {
    private static final String TOKEN = "123456:TEST-TOKEN";
    private static final TelegramKey KEY = TelegramKey.ofWidget(TOKEN);
    private static final String HASH = "2f72a46af165bbd42b1ef82145575f563583a3b8550a0a6a1d6e1e7bd4a1f049";

    private static Map<String, Object> ann() {
        var fields = new HashMap<String, Object>();
        fields.put("auth_date", 1_700_000_000);
        fields.put("first_name", "Ann");
        fields.put("id", 42);
        fields.put("username", "ann");
        fields.put("hash", HASH);
        return fields;
    }

    private static String refusal(Map<String, Object> fields, TelegramKey key) {
        return catchThrowableOfType(Failure.class, () -> LoginWidget.read(fields, key))
                .code();
    }

    @Test
    void what_was_altered_added_or_left_out_is_refused() {
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("id", 43), Map.of("photo_url", "https://t.me/x.jpg"), Map.of("hash", HASH.replace('2', '3')))) {
            var fields = ann();
            fields.putAll(change);
            assertThat(refusal(fields, KEY)).isEqualTo("social.proof_invalid");
        }
        for (String left : List.of("username", "auth_date", "hash")) {
            var fields = ann();
            fields.remove(left);
            assertThat(refusal(fields, KEY)).as(left).isEqualTo("social.proof_invalid");
        }
    }

    @Test
    void the_key_of_mini_apps_is_another_one() {
        assertThat(refusal(ann(), TelegramKey.ofMiniApps(TOKEN))).isEqualTo("social.proof_invalid");
    }

    @Test
    void a_field_that_is_neither_text_nor_a_whole_number_is_refused() {
        for (Object value : new Object[] {1.5, true, List.of("a"), Map.of()}) {
            var fields = ann();
            fields.put("first_name", value);
            assertThat(refusal(fields, KEY)).isEqualTo("social.proof_invalid");
        }
    }

    @Test
    void the_published_vector_verifies_with_numbers_from_the_callback_and_with_text_from_the_redirect() {
        var text = ann();
        text.put("id", "42");
        text.put("auth_date", "1700000000");

        var read = LoginWidget.read(ann(), KEY);

        assertThat(read).isEqualTo(LoginWidget.read(text, KEY));
        assertThat(read.person().id()).isEqualTo("42");
        assertThat(read.person().username()).isEqualTo("ann");
        assertThat(read.authDate()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(read.hash()).isEqualTo(HASH);
    }
}
