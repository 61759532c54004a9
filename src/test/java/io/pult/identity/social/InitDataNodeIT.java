package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    private static final Path SOURCES = Path.of("src/test/peers/init-data");
    private static final Path FOLDER = Path.of("target/peers/init-data");
    private static final String TOKEN = "123456:TEST-TOKEN";
    private static final TelegramKey KEY = TelegramKey.ofMiniApps(TOKEN);

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "peer.mjs")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    }

    /** The last line that the program prints; a program that is missing, fails or does not end fails the test. */
    private static String run(String... command) throws Exception {
        Path output = Files.createTempFile("peer", ".out");
        try {
            Process process = start(output, command);
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command[0] + " does not end: " + Files.readString(output));
            }
            String text = Files.readString(output).strip();
            assertThat(process.exitValue()).as(text).isZero();
            return text.substring(text.lastIndexOf('\n') + 1);
        } finally {
            Files.delete(output);
        }
    }

    private static Process start(Path output, String... command) {
        try {
            return new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("this test needs Node.js and npm on the path; " + command[0] + " is not", e);
        }
    }

    private static Object peer(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("node", "peer.mjs"));
        command.addAll(List.of(arguments));
        return Json.decodeValue(run(command.toArray(String[]::new)));
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
        String raw = (String) peer("sign", TOKEN);

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
        assertThat(peer("validate", TOKEN, raw)).isEqualTo("Анна 😀");
        assertThat(InitData.read(raw, KEY).person().name()).isEqualTo("Анна 😀");
        assertThat(peer("validate", TOKEN, raw.replace("signature=c2ln", "signature=c2lo")))
                .isEqualTo("SignatureInvalidError");
        assertThat(peer("validate", "123456:OTHER-TOKEN", raw)).isEqualTo("SignatureInvalidError");
    }
}
