package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Launch data of Mini Apps, with the published vectors. */
class InitDataTest {
    private static final String TOKEN = "123456:TEST-TOKEN";
    private static final TelegramKey KEY = TelegramKey.ofMiniApps(TOKEN);
    private static final Instant LAUNCHED = Instant.ofEpochSecond(1_700_000_000);
    private static final String ANN =
            "{\"id\":42,\"first_name\":\"Ann\",\"username\":\"ann\",\"language_code\":\"ru\"}";
    private static final String HASH = "2120533787b7274d49fe587a80c9d53af64d54ee2ab378bf814f9c8fe97440a7";
    private static final String VECTOR = query(ann()) + "&signature=c2ln&hash=" + HASH;

    private static Map<String, String> ann() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("auth_date", "1700000000");
        fields.put("query_id", "AAE");
        fields.put("user", ANN);
        return fields;
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String signed(Map<String, String> fields) {
        return query(fields) + "&hash=" + KEY.sign(fields);
    }

    private static String refusal(String raw) {
        return catchThrowableOfType(Failure.class, () -> InitData.read(raw, KEY))
                .code();
    }

    @Test
    void what_was_altered_after_the_signature_is_refused() {
        assertThat(refusal(VECTOR.replace("42", "43"))).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR.replace("1700000000", "1700000001"))).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR.replace(HASH, HASH.replace('2', '3')))).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR + "&more=1")).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR.replace("&query_id=AAE", ""))).isEqualTo("social.proof_invalid");
    }

    @Test
    void the_signature_field_is_part_of_what_is_signed() {
        assertThat(InitData.read(VECTOR, KEY).hash()).isEqualTo(HASH);
        assertThat(refusal(VECTOR.replace("&signature=c2ln", ""))).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR.replace("signature=c2ln", "signature=c2lo"))).isEqualTo("social.proof_invalid");
    }

    @Test
    void a_launch_without_a_signature_field_is_as_good_as_one_with_it() {
        assertThat(InitData.read(signed(ann()), KEY).person().id()).isEqualTo("42");
    }

    @Test
    void a_missing_hash_is_refused_and_so_is_one_of_another_length_or_case() {
        String bare = VECTOR.replace("&hash=" + HASH, "");
        assertThat(refusal(bare)).isEqualTo("social.proof_invalid");
        assertThat(refusal(bare + "&hash=")).isEqualTo("social.proof_invalid");
        assertThat(refusal(bare + "&hash=" + HASH.substring(0, 63))).isEqualTo("social.proof_invalid");
        assertThat(refusal(bare + "&hash=" + HASH.toUpperCase(Locale.ROOT))).isEqualTo("social.proof_invalid");
        assertThat(refusal("")).isEqualTo("social.proof_invalid");
        assertThat(refusal("&&&")).isEqualTo("social.proof_invalid");
    }

    @Test
    void a_name_that_comes_twice_is_refused_also_when_both_are_the_same_or_one_is_encoded() {
        assertThat(refusal(VECTOR + "&query_id=AAE")).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR + "&hash=" + HASH)).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR + "&%75ser=" + encoded(ANN))).isEqualTo("social.proof_invalid");
    }

    @Test
    void the_order_and_the_encoding_of_the_fields_do_not_matter_and_give_the_same_hash() {
        String turned = "hash=" + HASH + "&signature=c2ln&user=" + encoded(ANN).replace("%22", "\"")
                + "&%71uery_id=%41AE&auth_date=1700000000";
        assertThat(InitData.read(turned, KEY)).isEqualTo(InitData.read(VECTOR, KEY));
    }

    @Test
    void what_the_json_escapes_is_not_touched_before_it_is_verified() {
        var fields = ann();
        fields.put("user", "{\"id\":42,\"first_name\":\"A b+c%41\",\"photo_url\":\"https:\\/\\/t.me\\/i.svg\"}");
        String raw = signed(fields);
        assertThat(raw).contains("%5C%2F");

        var read = InitData.read(raw, KEY);

        assertThat(read.person().name()).isEqualTo("A b+c%41");
        // Libraries that build the string as a form write a space as a plus.
        assertThat(InitData.read(raw.replace("%20", "+"), KEY)).isEqualTo(read);
    }

    @Test
    void a_broken_percent_sign_is_refused() {
        assertThat(refusal(VECTOR + "&a=%zz")).isEqualTo("social.proof_invalid");
        assertThat(refusal(VECTOR + "%")).isEqualTo("social.proof_invalid");
    }

    @Test
    void a_field_that_nobody_knows_yet_is_signed_like_the_others() {
        var fields = ann();
        fields.put("zz_new", "=&\n=");
        assertThat(InitData.read(signed(fields), KEY).person().id()).isEqualTo("42");
    }

    @Test
    void data_of_another_bot_or_under_the_key_of_the_widget_is_refused() {
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> InitData.read(VECTOR, TelegramKey.ofMiniApps("123456:OTHER-TOKEN")))
                        .code())
                .isEqualTo("social.proof_invalid");
        assertThat(catchThrowableOfType(Failure.class, () -> InitData.read(VECTOR, TelegramKey.ofWidget(TOKEN)))
                        .code())
                .isEqualTo("social.proof_invalid");
    }

    @Test
    void a_launch_is_young_for_its_time_to_the_second_and_ahead_by_a_minute_at_most() {
        var launch = InitData.read(VECTOR, KEY);
        Duration day = Duration.ofHours(24);
        launch.requireYoung(LAUNCHED.plus(day), day);
        launch.requireYoung(LAUNCHED.minusSeconds(60), day);

        assertThat(age(launch, LAUNCHED.plus(day).plusSeconds(1))).isEqualTo("social.proof_old");
        assertThat(age(launch, LAUNCHED.minusSeconds(61))).isEqualTo("social.proof_from_future");
    }

    private static String age(SignedPerson signed, Instant now) {
        return catchThrowableOfType(Failure.class, () -> signed.requireYoung(now, Duration.ofHours(24)))
                .code();
    }

    @Test
    void a_time_that_is_none_is_refused() {
        for (String time : new String[] {"", "-1", "1e9", "99999999999999999999", "1700000000.5"}) {
            var fields = ann();
            fields.put("auth_date", time);
            assertThat(refusal(signed(fields))).as(time).isEqualTo("social.proof_invalid");
        }
    }

    @Test
    void a_launch_that_names_nobody_or_no_person_signs_nobody_in() {
        var nobody = ann();
        nobody.remove("user");
        assertThat(refusal(signed(nobody))).isEqualTo("social.nobody");
        for (String user :
                new String[] {"{}", "[]", "null", "{\"id\":\"42\"}", "{\"id\":-42}", "{\"id\":0}", "{\"id\":1e3}"}) {
            var fields = ann();
            fields.put("user", user);
            assertThat(refusal(signed(fields))).as(user).isEqualTo("social.proof_invalid");
        }
    }

    @Test
    void of_a_person_are_taken_name_user_name_and_language() {
        var person = InitData.read(VECTOR, KEY).person();
        assertThat(person.id()).isEqualTo("42");
        assertThat(person.username()).isEqualTo("ann");
        assertThat(person.name()).isEqualTo("Ann");
        assertThat(person.langCode(Locale.ENGLISH)).isEqualTo("ru");
    }

    @Test
    void a_name_may_hold_what_a_database_cannot_and_may_be_of_any_length() {
        var fields = ann();
        fields.put(
                "user", "{\"id\":42,\"first_name\":\"A\\u0000\\u0007B\",\"last_name\":\"" + "😀".repeat(300) + "\"}");

        String name = InitData.read(signed(fields), KEY).person().name();

        assertThat(name).startsWith("A  B 😀").doesNotContain("\0").endsWith("😀");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(100);
    }
}
