package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.support.NpmPeer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The npm package @telegram-apps/init-data-node, which others wrote, against our reading and signing of launch data. In
 * {@code make check}: it installs the package from a registry, and needs Node.js 18 or later.
 */
@Tag("check")
class InitDataNodeIT {
    private static final String TOKEN = "123456:TEST-TOKEN";
    private static final TelegramKey KEY = TelegramKey.ofMiniApps(TOKEN);
    private static NpmPeer peer;

    @BeforeAll
    static void install() throws Exception {
        peer = NpmPeer.install("init-data");
    }

    /** As {@code Telegram.WebApp.initData} is encoded. */
    private static String signed() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("auth_date", "1700000000");
        fields.put("signature", "c2ln");
        fields.put("start_param", "x y+z%41");
        fields.put("user", "{\"id\":42,\"first_name\":\"Анна 😀\",\"photo_url\":\"https:\\/\\/t.me\\/a.svg\"}");
        String hash = KEY.sign(fields);
        fields.put("hash", hash);
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    @Test
    void what_it_signs_we_read() throws Exception {
        String raw = (String) peer.says("sign", TOKEN);

        var read = InitData.read(raw, KEY);

        assertThat(read.authDate()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(read.person().id()).isEqualTo("9007199254740991");
        assertThat(read.person().name()).isEqualTo("Анна + B \"=&;/\\");
        assertThat(catchThrowableOfType(Failure.class, () -> InitData.read(raw.replace("AAE", "AAF"), KEY))
                        .code())
                .isEqualTo("social.proof_invalid");
    }

    @Test
    void what_we_sign_it_takes_and_what_was_altered_it_refuses_as_we_do() throws Exception {
        String raw = signed();
        assertThat(peer.says("validate", TOKEN, raw)).isEqualTo("Анна 😀");
        assertThat(InitData.read(raw, KEY).person().name()).isEqualTo("Анна 😀");
        assertThat(peer.says("validate", TOKEN, raw.replace("signature=c2ln", "signature=c2lo")))
                .isEqualTo("SignatureInvalidError");
        assertThat(peer.says("validate", "123456:OTHER-TOKEN", raw)).isEqualTo("SignatureInvalidError");
    }
}
