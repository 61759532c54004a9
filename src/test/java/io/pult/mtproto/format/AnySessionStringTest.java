package io.pult.mtproto.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.transport.Address;
import io.pult.support.Chance;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Properties of strings that nobody chose. */
class AnySessionStringTest {
    private static final int MOST_BYTES = 512 * 1_024;

    private final Chance chance = new Chance();

    /** What is loaded once is no string's doing. */
    @BeforeEach
    void load_the_classes() {
        for (Format format : Format.values()) {
            String string = SessionStrings.write(format, session(format));
            read(string);
            read(string.substring(0, 100));
        }
    }

    @Test
    void what_was_written_is_read_again() {
        chance.check(2_000, () -> {
            Format format = chance.of(Format.values());
            ImportedSession session = session(format);

            String string = SessionStrings.write(format, session);

            ImportedSession read = SessionStrings.read(string);
            assertThat(read).isEqualTo(session);
            assertThat(SessionStrings.write(format, read)).isEqualTo(string);
        });
    }

    @Test
    void a_changed_string_is_read_or_refused_and_allocates_little() {
        chance.check(20_000, () -> {
            Format format = chance.of(Format.values());
            boundedRead(changed(SessionStrings.write(format, session(format))));
        });
    }

    @Test
    void a_string_of_anything_is_refused_and_allocates_little() {
        chance.check(5_000, () -> boundedRead(chance.coin() ? chance.text(400) : chance.printable(400)));
    }

    private static void boundedRead(String string) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Object outcome = read(string);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(outcome).isInstanceOfAny(ImportedSession.class, RefusedSession.Reason.class);
        assertThat(allocated).isLessThan(MOST_BYTES);
    }

    private static Object read(String string) {
        try {
            return SessionStrings.read(string);
        } catch (RefusedSession e) {
            return e.reason();
        }
    }

    private String changed(String string) {
        var changed = new StringBuilder(string);
        int changes = chance.between(1, 4);
        for (int i = 0; i < changes && changed.length() > 1; i++) {
            int at = chance.between(0, changed.length() - 1);
            switch (chance.between(0, 3)) {
                case 0 -> changed.setCharAt(at, (char) chance.between('!', '~'));
                case 1 -> changed.deleteCharAt(at);
                case 2 -> changed.insert(at, (char) chance.between('!', '~'));
                default -> changed.setLength(at);
            }
        }
        return changed.toString();
    }

    private ImportedSession session(Format format) {
        boolean pyrogram = format.name().startsWith("PYROGRAM");
        boolean addressed = format == Format.TELETHON || format == Format.GRAMJS;
        boolean test = !addressed && chance.coin();
        int idBits = format == Format.PYROGRAM_32 ? 31 : 51;
        Long user = addressed || !pyrogram && chance.coin() ? null : 1 + (chance.number() & (1L << idBits) - 1);
        return new ImportedSession(
                format.text(),
                chance.between(1, test ? 3 : 5),
                test,
                key(),
                format == Format.PYROGRAM ? (Integer) chance.between(1, Integer.MAX_VALUE - 1) : null,
                user,
                user != null && chance.coin(),
                pyrogram ? null : new Address(host(format), chance.between(1, 0xffff)));
    }

    private String host(Format format) {
        if (chance.coin()) {
            return "10.%d.%d.%d".formatted(chance.between(0, 255), chance.between(0, 255), chance.between(0, 255));
        }
        if (format == Format.TELETHON || chance.coin()) {
            return "2001:db8:%x:%x::%x"
                    .formatted(chance.between(1, 0xffff), chance.between(1, 0xffff), chance.between(1, 0xffff));
        }
        return "a".repeat(chance.between(4, 50)) + ".example.org";
    }

    private AuthKey key() {
        var bytes = new byte[AuthKey.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) chance.between(0, 255);
        }
        return AuthKey.of(bytes);
    }
}
