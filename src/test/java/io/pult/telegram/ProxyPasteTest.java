package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.contract.telegram.Proxy.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPasteTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "example.org:",
                ":1080",
                "example.org:port",
                "example.org:0",
                "example.org:65536",
                "example.org:99999999999",
                "example.org:1080:hunter2",
                "hunter2@example.org:1080",
                "user:hunter2@example.org",
                "example.org:1080:user:",
                "example.org:1080::hunter2",
                "exa mple.org:1080",
                "http://user:hunter2@example.org:8080",
                "socks4://example.org:1080",
                "socks5://user:%ZZhunter2@example.org:1080",
                "[::1:1080",
                "tg://proxy?server=example.org&port=443",
                "tg://proxy?server=example.org&secret=hunter2",
                "tg://proxy?server=example.org&port=443&secret=hunter2",
                "https://t.me/proxy?port=443&secret=hunter2",
                "https://t.me/hunter2"
            })
    void a_wrong_line_is_refused_with_nothing_of_it_in_the_words(String line) {
        Failure refused = catchThrowableOfType(Failure.class, () -> ProxyPaste.read(line));

        assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        assertThat(refused.code()).startsWith("proxy.");
        assertThat(refused.text() + refused.details()).doesNotContain("hunter2").doesNotContain("example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "192.0.2.1:1080 192.0.2.1 1080 - -",
                "Example.ORG:1080 example.org 1080 - -",
                "example.org:1080:user:pass example.org 1080 user pass",
                "example.org:1080:user:pa:ss example.org 1080 user pa:ss",
                "example.org:1080:user:p@ss example.org 1080 user p@ss",
                "user:p@ss@example.org:1080 example.org 1080 user p@ss",
                "[2001:db8::1]:1080 2001:db8::1 1080 - -",
                "[2001:db8::1]:1080:user:pass 2001:db8::1 1080 user pass",
                "socks5://example.org:1080 example.org 1080 - -",
                "SOCKS5://us%65r:p%40ss@example.org:1080/ example.org 1080 user p@ss",
                "socks5h://user:a+b@example.org:1080 example.org 1080 user a+b",
                "tg://socks?server=example.org&port=1080&user=user&pass=pass example.org 1080 user pass",
                "https://t.me/socks?server=example.org&port=1080 example.org 1080 - -"
            })
    void socks_proxies_are_read_as_they_are_written(String line, String host, int port, String user, String password) {
        var form = ProxyPaste.read(line);

        assertThat(form.kind()).isEqualTo(Kind.SOCKS5);
        assertThat(form.host()).isEqualTo(host);
        assertThat(form.port()).isEqualTo(port);
        assertThat(form.username()).isEqualTo(user.equals("-") ? null : user);
        assertThat(form.secret()).isEqualTo(password.equals("-") ? null : password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tg://proxy?server=example.org&port=443&secret=" + SECRET,
                "https://t.me/proxy?server=example.org&port=443&secret=" + SECRET,
                "t.me/proxy?secret=" + SECRET + "&port=443&server=example.org",
                "https://telegram.me/proxy?server=Example.org&port=443&secret=" + SECRET
            })
    void links_that_telegram_shares_are_mtproxies(String line) {
        var form = ProxyPaste.read(line);

        assertThat(form.kind()).isEqualTo(Kind.MTPROXY);
        assertThat(form.host()).isEqualTo("example.org");
        assertThat(form.port()).isEqualTo(443);
        assertThat(form.secret()).isEqualTo(SECRET);
    }

    @Test
    void a_secret_in_base64_keeps_its_plus() {
        String line = "tg://proxy?server=example.org&port=443&secret=++++++++++++++++++++++";

        assertThat(ProxyPaste.read(line).secret()).startsWith("++");
    }

    @Test
    void a_proxy_that_imitates_tls_is_refused_by_name() {
        Failure refused = catchThrowableOfType(
                Failure.class,
                () -> ProxyPaste.read("tg://proxy?server=example.org&port=443&secret=ee" + SECRET + "6578616d706c65"));

        assertThat(refused.code()).isEqualTo("proxy.secret_invalid");
        assertThat(refused.text()).contains("TLS").doesNotContain(SECRET);
    }

    @Test
    void what_is_read_does_not_print_its_secret() {
        assertThat(ProxyPaste.read("example.org:1080:user:hunter2").toString()).doesNotContain("hunter2");
    }
}
