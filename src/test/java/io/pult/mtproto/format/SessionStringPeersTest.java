package io.pult.mtproto.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.transport.Address;
import io.pult.support.NpmPeer;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strings of packages that others wrote, and ours read by them. Installs them from npm, which takes seconds. */
@Tag("check")
class SessionStringPeersTest {
    private static final String HOST = "149.154.167.91";

    private static NpmPeer peer;

    @BeforeAll
    static void install() throws Exception {
        peer = NpmPeer.install("session-strings");
    }

    @Test
    void what_mtcute_and_gramjs_write_is_read_here() throws Exception {
        var strings = (JsonObject) peer.says("write");

        assertThat(SessionStrings.read(strings.getString("PYROGRAM")))
                .isEqualTo(session(Format.PYROGRAM, 2_040, true, null));
        assertThat(SessionStrings.read(strings.getString("PYROGRAM_64")))
                .isEqualTo(session(Format.PYROGRAM_64, null, true, null));
        assertThat(SessionStrings.read(strings.getString("TELETHON")))
                .isEqualTo(session(Format.TELETHON, null, false, HOST));
        assertThat(SessionStrings.read(strings.getString("TELETHON_6")))
                .isEqualTo(session(Format.TELETHON, null, false, "2001:67c:4e8:f004::a"));
        assertThat(SessionStrings.read(strings.getString("GRAMJS")))
                .isEqualTo(session(Format.GRAMJS, null, false, HOST));
        assertThat(SessionStrings.read(strings.getString("MTCUTE")))
                .isEqualTo(session(Format.MTCUTE, null, true, HOST));
    }

    @Test
    void what_is_written_here_mtcute_and_gramjs_read() throws Exception {
        var strings = new JsonObject();
        for (Format format : List.of(Format.PYROGRAM, Format.TELETHON, Format.GRAMJS, Format.MTCUTE)) {
            strings.put(format.name(), SessionStrings.write(format, session(format, 2_040, true, HOST)));
        }
        var found = (JsonObject) peer.says("read", strings.encode());

        String key = HexFormat.of().formatHex(key().secret());
        assertThat(found.getJsonArray("keys")).hasSize(5).containsOnly(key);
        assertThat(found.getJsonArray("centres")).hasSize(5).containsOnly(4);
        assertThat(found.getJsonArray("addresses")).hasSize(4).containsOnly(HOST);
        assertThat(found.getJsonArray("users")).hasSize(2).containsOnly(5_000_000_007L);
        assertThat(found.getInteger("apiId")).isEqualTo(2_040);
    }

    private static ImportedSession session(
            Format format, @Nullable Integer apiId, boolean user, @Nullable String host) {
        return new ImportedSession(
                format.text(),
                4,
                false,
                key(),
                apiId,
                user ? 5_000_000_007L : null,
                false,
                host == null ? null : new Address(host, 443));
    }

    private static AuthKey key() {
        var key = new byte[AuthKey.LENGTH];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i * 37 + 11);
        }
        return AuthKey.of(key);
    }
}
