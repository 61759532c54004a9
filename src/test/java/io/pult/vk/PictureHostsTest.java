package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHostsTest {
    private final PictureHosts hosts = new PictureHosts(List.of("api.VK.ru", "127.0.0.1:8090", "[::1]:8090"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.vk.ru.evil.example/captcha.php",
                "https://evil.example/?api.vk.ru",
                "https://api.vk.ru@evil.example/",
                "https://evil@api.vk.ru/",
                "https://api.vk.ru:8443/",
                "http://api.vk.ru:443/",
                "https://xapi.vk.ru/",
                "http://127.0.0.1/",
                "http://127.0.0.1:8091/",
                "http://2130706433:8090/",
                "http://[::ffff:127.0.0.1]:8090/",
                "ftp://api.vk.ru/",
                "file:///etc/passwd",
                "/captcha.php"
            })
    void what_is_not_in_the_list_word_for_word_is_not_asked(String picture) {
        assertThat(hosts.admit(URI.create(picture))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.vk.ru/captcha.php?sid=1",
                "http://API.vk.ru/captcha.php",
                "https://api.vk.ru:443/",
                "http://127.0.0.1:8090/captcha.php",
                "http://[::1]:8090/"
            })
    void a_host_stands_for_its_usual_ports_and_a_port_for_itself(String picture) {
        assertThat(hosts.admit(URI.create(picture))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.254",
                "0.0.0.0",
                "224.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "fc00::1",
                "::ffff:10.0.0.1",
                "not an address"
            })
    void a_name_that_stands_for_a_private_address_is_not_asked(String peer) {
        assertThat(PictureHosts.admit(URI.create("https://api.vk.ru/"), peer)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"87.240.190.78", "100.128.0.1", "100.63.255.255", "2a00:bdc0::1"})
    void a_name_that_stands_for_a_public_address_is_asked(String peer) {
        assertThat(PictureHosts.admit(URI.create("https://api.vk.ru/"), peer)).isTrue();
    }

    @Test
    void a_private_address_that_the_operator_has_named_is_asked() {
        assertThat(PictureHosts.admit(URI.create("http://127.0.0.1:8090/"), "127.0.0.1"))
                .isTrue();
        assertThat(PictureHosts.admit(URI.create("http://[::1]:8090/"), "0:0:0:0:0:0:0:1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.vk.ru", "api.vk.ru/", "*.vk.ru", "", "vk.ru:", "u@vk.ru"})
    void a_setting_that_is_no_host_names_its_path_and_the_remedy(String host) {
        assertThatThrownBy(() -> PictureHosts.require(host))
                .hasMessageStartingWith("vk.picture_hosts cannot hold '" + host + "'")
                .hasMessageContaining("take hosts such as api.vk.ru");
    }
}
