package io.pult.mtproto.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.format.RefusedSession.Reason;
import io.pult.mtproto.transport.Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Strings that this test encodes itself, by the layouts that the clients state. */
class SessionStringsTest {
    private static final byte[] KEY = key();
    private static final byte[] IPV4 = {(byte) 149, (byte) 154, (byte) 167, 51};
    private static final byte[] IPV6 = {
        0x20, 0x01, 0x06, 0x7c, 0x04, (byte) 0xe8, (byte) 0xf0, 2, 0, 0, 0, 0, 0, 0, 0, 0xa
    };

    @Test
    void of_pyrogram_2_it_reads_centre_application_user_and_bot() {
        String string = urlSafe(Struct.pack(">BI?256sQ?", 4, 2_040, false, KEY, 5_000_000_007L, false));

        assertThat(string).hasSize(362);
        assertThat(SessionStrings.read(string))
                .isEqualTo(
                        new ImportedSession("Pyrogram", 4, false, AuthKey.of(KEY), 2_040, 5_000_000_007L, false, null));
    }

    @Test
    void of_pyrogram_1_it_reads_ids_of_either_length() {
        String wide = urlSafe(Struct.pack(">B?256sQ?", 2, true, KEY, 7_000_000_000L, true));
        String narrow = urlSafe(Struct.pack(">B?256sI?", 5, false, KEY, 4_000_000_000L, false));

        assertThat(wide).hasSize(356);
        assertThat(narrow).hasSize(351);
        assertThat(SessionStrings.read(wide))
                .isEqualTo(
                        new ImportedSession("Pyrogram 1", 2, true, AuthKey.of(KEY), null, 7_000_000_000L, true, null));
        assertThat(SessionStrings.read(narrow))
                .isEqualTo(new ImportedSession(
                        "Pyrogram 1, short ids", 5, false, AuthKey.of(KEY), null, 4_000_000_000L, false, null));
    }

    @Test
    void of_telethon_it_reads_the_address_of_either_family() {
        String four = "1" + padded(Struct.pack(">B4sH256s", 2, IPV4, 443, KEY));
        String six = "1" + padded(Struct.pack(">B16sH256s", 2, IPV6, 443, KEY));

        assertThat(four).hasSize(353);
        assertThat(six).hasSize(369);
        assertThat(SessionStrings.read(four)).isEqualTo(addressed("Telethon", 2, "149.154.167.51", 443));
        assertThat(SessionStrings.read(six)).isEqualTo(addressed("Telethon", 2, "2001:67c:4e8:f002::a", 443));
    }

    @Test
    void of_gramjs_it_reads_the_address_and_a_port_that_it_wrote_as_negative() {
        String string = gramJs("vesta.web.telegram.org", -25_536);

        assertThat(SessionStrings.read(string)).isEqualTo(addressed("GramJS", 4, "vesta.web.telegram.org", 40_000));
    }

    @Test
    void a_string_of_gramjs_that_is_as_long_as_one_of_telethon_is_told_apart() {
        for (String address : new String[] {"149.154.167.91", "149.154.171.5"}) {
            String string = gramJs(address, 443);

            assertThat(string).hasSize(369);
            assertThat(SessionStrings.read(string)).isEqualTo(addressed("GramJS", 4, address, 443));
        }
    }

    @Test
    void of_mtcute_it_reads_with_and_without_user_and_second_centre() {
        byte[] main = centre(2, 4, 0, "149.154.167.91");
        byte[] media = centre(2, 4, 2, "149.154.165.136");
        byte[] oldTest = centre(1, 2, 0, "10.0.0.2");
        var anonymous = concat(new byte[] {3}, Struct.pack("<i", 0), tl(main), tl(KEY));
        var known = concat(
                new byte[] {3},
                Struct.pack("<i", 1 | 4),
                tl(main),
                tl(media),
                Struct.pack("<q", 5_000_000_007L),
                new byte[] {(byte) 0xb5, 0x75, 0x72, (byte) 0x99},
                tl(KEY));
        var test = concat(new byte[] {3}, Struct.pack("<i", 2), tl(oldTest), tl(KEY));

        var address = new Address("149.154.167.91", 443);
        var key = AuthKey.of(KEY);
        assertThat(SessionStrings.read(urlSafe(anonymous)))
                .isEqualTo(new ImportedSession("mtcute", 4, false, key, null, null, false, address));
        assertThat(SessionStrings.read(urlSafe(known)))
                .isEqualTo(new ImportedSession("mtcute", 4, false, key, null, 5_000_000_007L, true, address));
        assertThat(SessionStrings.read(urlSafe(test)).test()).isTrue();
    }

    @Test
    void a_session_of_the_test_servers_is_known_by_its_address() {
        String string = "1"
                + padded(Struct.pack(">B4sH256s", 2, new byte[] {(byte) 149, (byte) 154, (byte) 167, 40}, 443, KEY));

        assertThat(SessionStrings.read(string).test()).isTrue();
    }

    @Test
    void white_space_and_missing_padding_do_not_count() {
        String string = "1" + padded(Struct.pack(">B4sH256s", 2, IPV4, 443, KEY));
        String broken = " \n" + string.substring(0, 100) + "\r\n  "
                + string.substring(100).replace("=", "") + "\t";

        assertThat(SessionStrings.read(broken)).isEqualTo(SessionStrings.read(string));
    }

    @Test
    void a_field_with_a_value_that_cannot_be_is_refused() {
        refused(Reason.DATA_CENTRE, urlSafe(Struct.pack(">BI?256sQ?", 6, 1, false, KEY, 1, false)));
        refused(Reason.DATA_CENTRE, urlSafe(Struct.pack(">BI?256sQ?", 0, 1, false, KEY, 1, false)));
        refused(Reason.DATA_CENTRE, urlSafe(Struct.pack(">BI?256sQ?", 4, 1, true, KEY, 1, false)));
        refused(Reason.DAMAGED, urlSafe(Struct.pack(">BI?256sQ?", 4, 1, 2, KEY, 1, false)));
        refused(Reason.DAMAGED, urlSafe(Struct.pack(">BI?256sQ?", 4, 1, false, KEY, 1, 7)));
        refused(Reason.DAMAGED, urlSafe(Struct.pack(">BI?256sQ?", 4, 1, false, KEY, -1, false)));
        refused(Reason.DAMAGED, urlSafe(Struct.pack(">BI?256sQ?", 4, -5, false, KEY, 1, false)));
        refused(Reason.KEY, urlSafe(Struct.pack(">BI?256sQ?", 4, 1, false, new byte[256], 1, false)));
        refused(Reason.DAMAGED, "1" + padded(Struct.pack(">B4sH256s", 2, IPV4, 0, KEY)));
        refused(Reason.DAMAGED, gramJs("149.154\n67.91", 443));
        refused(
                Reason.DAMAGED,
                urlSafe(concat(new byte[] {3}, Struct.pack("<i", 8), tl(centre(2, 4, 0, "10.0.0.1")), tl(KEY))));
        refused(
                Reason.DAMAGED,
                urlSafe(concat(new byte[] {3}, Struct.pack("<i", 0), tl(centre(9, 4, 0, "10.0.0.1")), tl(KEY))));
        refused(
                Reason.DAMAGED,
                urlSafe(concat(
                        new byte[] {3},
                        Struct.pack("<i", 4),
                        tl(centre(2, 2, 0, "10.0.0.1")),
                        tl(centre(2, 2, 4, "10.0.0.1")),
                        tl(KEY))));
    }

    @Test
    void what_is_no_session_string_is_refused_in_words_that_do_not_quote_it() {
        refused(Reason.EMPTY, " \n\t ");
        refused(Reason.NOT_A_STRING, "my secret: " + urlSafe(KEY));
        refused(Reason.NOT_A_STRING, urlSafe(KEY) + "€");
        refused(Reason.UNKNOWN_LAYOUT, urlSafe(KEY));
        refused(Reason.UNKNOWN_LAYOUT, "1" + urlSafe(KEY));
        refused(Reason.UNKNOWN_LAYOUT, "1");
        refused(Reason.UNKNOWN_LAYOUT, "Aw");
        refused(Reason.TOO_LONG, "A".repeat(100_000_000));
        String whole = "1" + padded(Struct.pack(">B4sH256s", 2, IPV4, 443, KEY));
        refused(Reason.UNKNOWN_LAYOUT, whole.substring(0, 300));
    }

    @Test
    void nothing_is_written_in_a_format_that_needs_more_than_is_known() {
        var bare = new ImportedSession("test", 2, false, AuthKey.of(KEY), null, null, false, null);
        for (Format format : Format.values()) {
            assertThatThrownBy(() -> SessionStrings.write(format, bare))
                    .isInstanceOfSatisfying(
                            RefusedSession.class, e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPLETE));
        }
        var named = new ImportedSession(
                "test", 2, false, AuthKey.of(KEY), 1, 1L << 33, false, new Address("dc.example.org", 443));
        assertThatThrownBy(() -> SessionStrings.write(Format.TELETHON, named)).hasMessageContaining("an IP");
        assertThatThrownBy(() -> SessionStrings.write(Format.PYROGRAM_32, named))
                .hasMessageContaining("below 2^32");
    }

    @Test
    void a_session_is_printed_without_its_key_and_user() {
        var session = new ImportedSession("Telethon", 2, false, AuthKey.of(KEY), 7, 4_711L, false, null);

        assertThat(session).hasToString("ImportedSession[origin=Telethon, dc=2, test=false]");
    }

    private static void refused(Reason reason, String string) {
        var refusal = catchThrowableOfType(RefusedSession.class, () -> SessionStrings.read(string));

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.getMessage()).doesNotContain(urlSafe(KEY).substring(0, 8));
        assertThat(refusal.getStackTrace()).isEmpty();
        assertThat(refusal.getCause()).isNull();
    }

    private static ImportedSession addressed(String origin, int dc, String host, int port) {
        return new ImportedSession(origin, dc, false, AuthKey.of(KEY), null, null, false, new Address(host, port));
    }

    private static String gramJs(String address, int port) {
        byte[] host = address.getBytes(StandardCharsets.US_ASCII);
        return "1"
                + Base64.getEncoder()
                        .encodeToString(Struct.pack(">Bh" + host.length + "sh256s", 4, host.length, host, port, KEY));
    }

    private static byte[] centre(int version, int id, int flags, String host) {
        return concat(
                new byte[] {(byte) version, (byte) id, (byte) flags},
                tl(host.getBytes(StandardCharsets.US_ASCII)),
                Struct.pack("<i", 443));
    }

    private static byte[] tl(byte[] value) {
        byte[] head = value.length < 254
                ? new byte[] {(byte) value.length}
                : Struct.pack("<I", (long) value.length << 8 | 254);
        return concat(head, value, new byte[-(head.length + value.length) & 3]);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] whole = {};
        for (byte[] part : parts) {
            int at = whole.length;
            whole = Arrays.copyOf(whole, at + part.length);
            System.arraycopy(part, 0, whole, at, part.length);
        }
        return whole;
    }

    private static String urlSafe(byte[] bytes) {
        return padded(bytes).replace("=", "");
    }

    private static String padded(byte[] bytes) {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static byte[] key() {
        var key = new byte[256];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i * 37 + 11);
        }
        return key;
    }
}
