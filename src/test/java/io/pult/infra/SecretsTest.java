package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String PLACE = "system_accounts.token:1";
    private static final String KEY_A = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String KEY_B =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());

    @TempDir
    Path folder;

    @Test
    void an_altered_envelope_does_not_open_wherever_it_was_altered() {
        Secrets secrets = Secrets.parse("a " + KEY_A, "test");
        String envelope = secrets.encrypt("the secret", PLACE);
        byte[] body = Base64.getUrlDecoder().decode(envelope.substring("v1.a.".length()));

        for (int i = 0; i < body.length; i++) {
            byte[] altered = body.clone();
            altered[i] ^= 1;
            String text = "v1.a." + Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
            assertThatThrownBy(() -> secrets.decrypt(text, PLACE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(PLACE)
                    .hasMessageNotContaining("the secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1.a", "v1.a.", "v1.a.AAAA", "v1.a.%%%", "v2.a.AAAA", "v1.a.b.c", "plain text"})
    void what_is_no_envelope_does_not_open(String text) {
        Secrets secrets = Secrets.parse("a " + KEY_A, "test");

        assertThatThrownBy(() -> secrets.decrypt(text, PLACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(PLACE);
    }

    @Test
    void an_envelope_moved_to_another_row_does_not_open() {
        Secrets secrets = Secrets.parse("a " + KEY_A, "test");
        String envelope = secrets.encrypt("the secret", PLACE);

        assertThatThrownBy(() -> secrets.decrypt(envelope, "system_accounts.token:2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("moved from another row");
    }

    @Test
    void an_envelope_under_an_unknown_key_names_the_key_id_and_not_the_secret() {
        String envelope = Secrets.parse("gone " + KEY_A, "test").encrypt("the secret", PLACE);
        Secrets secrets = Secrets.parse("a " + KEY_B, "test");

        assertThatThrownBy(() -> secrets.decrypt(envelope, PLACE))
                .hasMessageContaining("under the key gone")
                .hasMessageNotContaining("the secret")
                .hasMessageNotContaining(KEY_A);
    }

    @Test
    void the_first_key_encrypts_and_the_others_still_open() {
        String old = Secrets.parse("a " + KEY_A, "test").encrypt("the secret", PLACE);
        Secrets secrets = Secrets.parse("b " + KEY_B + "\n\na " + KEY_A + "\n", "test");

        assertThat(secrets.currentKey()).isEqualTo("b");
        assertThat(secrets.decrypt(old, PLACE)).isEqualTo("the secret");
        assertThat(secrets.stale(old)).isTrue();
        assertThat(secrets.stale(secrets.encrypt("the secret", PLACE))).isFalse();
    }

    @Test
    void one_secret_has_another_envelope_each_time() {
        Secrets secrets = Secrets.parse("a " + KEY_A, "test");
        Set<String> envelopes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            envelopes.add(secrets.encrypt("ключ", PLACE));
        }

        assertThat(envelopes)
                .hasSize(100)
                .allSatisfy(each -> assertThat(secrets.decrypt(each, PLACE)).isEqualTo("ключ"));
    }

    @Test
    void derived_keys_differ_by_purpose_and_by_key() {
        Secrets secrets = Secrets.parse("b " + KEY_B + "\na " + KEY_A, "test");

        var seal = secrets.derive("seal");

        assertThat(seal).containsOnlyKeys("b", "a");
        assertThat(seal.get("a"))
                .isNotEqualTo(seal.get("b"))
                .isNotEqualTo(secrets.derive("other").get("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void a_key_file_that_others_can_read_or_write_is_refused_with_a_remedy(String rights) throws Exception {
        Path file = folder.resolve("keys");
        Files.writeString(file, "a " + KEY_A);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        assertThatThrownBy(() -> Secrets.load(file))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(KEY_A);
    }

    @Test
    void a_missing_key_file_is_refused_with_a_remedy() {
        assertThatThrownBy(() -> Secrets.load(folder.resolve("none"))).hasMessageContaining("pult keygen secrets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b c", "bad.id AAAA", "a c2hvcnQ=", "a not-base64!"})
    void a_malformed_line_is_named_by_its_number_and_not_quoted(String line) {
        assertThatThrownBy(() -> Secrets.parse("ok " + KEY_A + "\n" + line, "the file"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2 of the key file the file")
                .hasMessageNotContaining(line + "\n");
    }

    @Test
    void a_file_without_a_key_is_refused() {
        assertThatThrownBy(() -> Secrets.parse("\n \n", "the file")).hasMessageContaining("holds no key");
    }

    @Test
    void two_keys_of_one_id_are_refused() {
        assertThatThrownBy(() -> Secrets.parse("a " + KEY_A + "\na " + KEY_B, "the file"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void a_generated_key_becomes_the_current_one_in_a_file_of_its_owner_alone() throws Exception {
        Path file = folder.resolve("keys");
        String first = Secrets.generate(file);
        String envelope = Secrets.load(file).encrypt("the secret", PLACE);
        String second = Secrets.generate(file);

        Secrets secrets = Secrets.load(file);

        assertThat(secrets.currentKey()).isEqualTo(second);
        assertThat(secrets.derive("a test")).containsOnlyKeys(first, second);
        assertThat(secrets.decrypt(envelope, PLACE)).isEqualTo("the secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
