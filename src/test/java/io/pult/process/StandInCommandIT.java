package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pult standin telegram}. Three starts of a process: too long for every run of the tests. */
@Tag("check")
class StandInCommandIT {
    private static final Pattern HOME = Pattern.compile("data centre 2: 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern END = Pattern.compile("-----END RSA PUBLIC KEY-----");
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint: ([0-9a-f]{16})");

    @TempDir
    Path folder;

    @Test
    void it_tells_where_it_listens_and_its_key_keeps_the_key_in_a_private_file_and_ends_with_a_signal()
            throws Exception {
        try (var home = new Home(folder)) {
            PultProcess first = home.start("standin", "telegram", "--key-file", "rsa.pem", "--scale", "3");
            first.await(END);
            int port = Integer.parseInt(first.await(HOME).group(1));
            String fingerprint = first.await(FINGERPRINT).group(1);
            assertThat(first.output())
                    .contains("data centre 1: 127.0.0.1:", "admin channel: http://127.0.0.1:", "exponent: 65537")
                    .doesNotContain("PRIVATE");
            try (var socket = new Socket("127.0.0.1", port)) {
                assertThat(socket.isConnected()).isTrue();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("rsa.pem"))))
                    .isEqualTo("rw-------");
            PultProcess taken = home.start("standin", "telegram", "--port", Integer.toString(port));
            assertThat(taken.exitCode()).isEqualTo(1);
            assertThat(taken.output()).contains("a port is taken");
            first.pressCtrlC();
            first.exitCode();
            PultProcess second = home.start("standin", "telegram", "--key-file", "rsa.pem");
            assertThat(second.await(FINGERPRINT).group(1)).isEqualTo(fingerprint);
        }
    }
}
