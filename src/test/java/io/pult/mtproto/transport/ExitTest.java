package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ExitTest {
    private static final Address PROXY = new Address("proxy.example", 1080);
    private static final String KEY = "00112233445566778899aabbccddeeff";

    @Test
    void a_proxy_that_imitates_tls_is_refused_with_what_to_do() {
        for (String secret : List.of("ee" + KEY + "7777772e6578616d706c65", "7gARIjNEVWZ3iJmqu8zd7v93d3c")) {
            assertThatThrownBy(() -> Exit.MtProxy.of(PROXY, secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("this MTProxy secret starts with ee:")
                    .hasMessageContaining("use one whose secret has 16 bytes or starts with dd");
        }
    }

    @Test
    void secrets_of_other_lengths_and_texts_are_refused_and_not_repeated() {
        for (String secret : List.of("", "00", KEY + "00", "dd" + KEY + "00", "not a secret!", "zz" + KEY)) {
            assertThatThrownBy(() -> Exit.MtProxy.of(PROXY, secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .satisfies(
                            e -> assertThat(secret.isEmpty() || !e.getMessage().contains(secret))
                                    .isTrue());
        }
    }

    @Test
    void secrets_are_read_in_hexadecimal_and_in_base64url() {
        var plain = Exit.MtProxy.of(PROXY, KEY);
        assertThat(Exit.MtProxy.of(PROXY, KEY.toUpperCase(Locale.ROOT)))
                .isEqualTo(plain)
                .hasSameHashCodeAs(plain);
        assertThat(Exit.MtProxy.of(PROXY, "ABEiM0RVZneImaq7zN3u_w")).isEqualTo(plain);
        assertThat(Exit.MtProxy.of(PROXY, "ABEiM0RVZneImaq7zN3u/w==")).isEqualTo(plain);
        assertThat(plain.secret()).hasSize(16);
        assertThat(plain.framing(Framing.ABRIDGED)).isEqualTo(Framing.ABRIDGED);
    }

    @Test
    void a_secret_that_starts_with_dd_asks_for_padding_and_its_key_is_what_follows() {
        var padded = Exit.MtProxy.of(PROXY, "dd" + KEY);
        assertThat(padded.framing(Framing.INTERMEDIATE)).isEqualTo(Framing.PADDED);
        assertThat(padded.key()).isEqualTo(Exit.MtProxy.of(PROXY, KEY).key());
        assertThat(padded).isNotEqualTo(Exit.MtProxy.of(PROXY, KEY));
    }

    @Test
    void texts_of_exits_have_no_secrets() {
        assertThat(Exit.MtProxy.of(PROXY, KEY)).hasToString("MtProxy[proxy.example:1080]");
        assertThat(new Exit.Socks5(PROXY, "user-7", "hush")).hasToString("Socks5[proxy.example:1080, with a password]");
        assertThat(new Exit.Socks5(PROXY, null, null)).hasToString("Socks5[proxy.example:1080]");
    }

    @Test
    void a_user_without_a_password_is_refused() {
        assertThatThrownBy(() -> new Exit.Socks5(PROXY, "user", null))
                .hasMessage("a SOCKS5 proxy takes a user with a password, or neither");
    }
}
