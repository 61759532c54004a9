package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.mtproto.KnownPeer;
import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Chance;
import io.pult.telegram.SessionIntake.Brought;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of other clients, of nobody, and of somebody who means harm. */
class SessionFileTest {
    private static final AuthKey KEY = ScaleKeys.key(7);

    @Test
    void a_file_of_pyrogram_tells_its_user_and_whom_it_knew() throws IOException {
        Brought brought = SessionFile.read(SessionFiles.pyrogram(KEY, 2, 5_000_000_001L, false));

        assertThat(brought.session().key()).isEqualTo(KEY);
        assertThat(brought.session().dc()).isEqualTo(2);
        assertThat(brought.session().userId()).isEqualTo(5_000_000_001L);
        assertThat(brought.session().bot()).isFalse();
        assertThat(brought.peers())
                .containsExactlyInAnyOrder(
                        new KnownPeer(Kind.USER, 777000, 4242), new KnownPeer(Kind.CHANNEL, 1_500_000_001L, 99));
    }

    @Test
    void a_file_of_telethon_tells_an_address_and_no_user() throws IOException {
        Brought brought = SessionFile.read(SessionFiles.telethon(KEY, 4));

        assertThat(brought.session().dc()).isEqualTo(4);
        assertThat(brought.session().userId()).isNull();
        assertThat(brought.session().address()).isNotNull();
        assertThat(brought.peers()).containsExactly(new KnownPeer(Kind.USER, 777000, 4242));
    }

    @Test
    void a_bots_file_is_read_as_one() throws IOException {
        assertThat(SessionFile.read(SessionFiles.pyrogram(KEY, 2, 7, true))
                        .session()
                        .bot())
                .isTrue();
    }

    @Test
    void what_is_no_file_of_a_client_is_refused() {
        refused("this is a text".getBytes(StandardCharsets.UTF_8), "session_file.foreign");
        refused(new byte[0], "session_file.foreign");
        refused(new byte[(1 << 20) + 1], "session_file.foreign");
        refused(
                SessionFiles.with(List.of("CREATE TABLE places (id INTEGER)"), KEY, "INSERT INTO places VALUES (1)"),
                "session_file.foreign");
        refused(
                SessionFiles.with(
                        List.of("CREATE TABLE sessions (dc_id INTEGER, auth_key BLOB)"),
                        KEY,
                        "INSERT INTO sessions VALUES (2, ?)"),
                "session_file.foreign");
    }

    @Test
    void a_file_in_which_nobody_or_several_are_signed_in_is_refused() {
        refused(
                SessionFiles.with(SessionFiles.TELETHON, KEY, "INSERT INTO sessions VALUES (2, 'x', 443, NULL, NULL)"),
                "session_file.no_session");
        refused(
                SessionFiles.with(
                        SessionFiles.TELETHON,
                        KEY,
                        "INSERT INTO sessions VALUES (2, 'x', 443, ?, NULL)",
                        "INSERT INTO sessions VALUES (3, 'x', 443, x'01', NULL)"),
                "session_file.several");
    }

    @Test
    void a_key_or_a_data_centre_that_cannot_be_is_refused() {
        refused(
                SessionFiles.with(
                        SessionFiles.TELETHON, KEY, "INSERT INTO sessions VALUES (2, 'x', 443, x'0102', NULL)"),
                "session.key");
        refused(SessionFiles.telethon(KEY, 9), "session.data_centre");
    }

    @Test
    void a_view_in_place_of_a_table_is_not_executed() {
        String endless = "CREATE VIEW sessions AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                + " SELECT i AS dc_id, 0 AS test_mode, x'01' AS auth_key, 1 AS user_id, 0 AS is_bot FROM n";
        refused(
                SessionFiles.with(List.of("CREATE TABLE a (b)", endless), KEY, "INSERT INTO a VALUES (1)"),
                "session_file.foreign");
    }

    @Test
    void a_broken_file_is_refused_wherever_it_is_broken_and_nothing_stays_on_the_disk() throws IOException {
        var chance = new Chance();
        byte[] whole = SessionFiles.pyrogram(KEY, 2, 7, false);
        long before = left();
        chance.check(60, () -> {
            byte[] broken = whole.clone();
            for (int i = 0; i < 40; i++) {
                broken[chance.between(16, broken.length - 1)] = (byte) chance.between(-128, 127);
            }
            byte[] cut = Arrays.copyOf(broken, chance.between(1, broken.length));
            readOrRefused(broken);
            readOrRefused(cut);
        });
        assertThat(left()).isEqualTo(before);
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            SessionFile.read(bytes);
        } catch (Failure refused) {
            assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(byte[] bytes, String code) {
        Failure failure = catchThrowableOfType(Failure.class, () -> SessionFile.read(bytes));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(code);
    }

    private static long left() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(each -> each.getFileName().toString().startsWith("pult-import"))
                    .count();
        }
    }
}
