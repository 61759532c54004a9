package io.pult.mtproto.format;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.format.RefusedSession.Reason;
import io.pult.mtproto.transport.Address;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for a field in every format. */
final class Fields {
    private static final int PRODUCTION_CENTRES = 5;
    private static final int TEST_CENTRES = 3;
    static final int LONGEST_HOST = 64;
    // An id of a user is below 2^52: core.telegram.org/api/peers, "Peer IDs".
    private static final long ABOVE_USERS = 1L << 52;
    // The test data centres 1 to 3 of TDLib and mtcute: Telethon and GramJS tell a test session by its address alone.
    private static final Set<String> TEST_ADDRESSES = Set.of(
            "149.154.175.10",
            "149.154.167.40",
            "149.154.175.117",
            "2001:b28:f23d:f001::e",
            "2001:67c:4e8:f002::e",
            "2001:b28:f23d:f003::e");

    private Fields() {}

    static int dc(int id, boolean test) {
        if (id < 1 || id > (test ? TEST_CENTRES : PRODUCTION_CENTRES)) {
            throw new RefusedSession(
                    Reason.DATA_CENTRE,
                    "the string names a data centre that does not exist; there are 1 to 5, and 1 to 3 for tests");
        }
        return id;
    }

    static boolean flag(int value) {
        if (value != 0 && value != 1) {
            throw damaged();
        }
        return value == 1;
    }

    /** 0 means that the client did not know it. */
    static @Nullable Long user(long id) {
        if (id < 0 || id >= ABOVE_USERS) {
            throw damaged();
        }
        return id == 0 ? null : id;
    }

    static AuthKey key(byte[] value) {
        int bits = 0;
        for (byte each : value) {
            bits |= each;
        }
        if (bits == 0 || value.length != AuthKey.LENGTH) {
            throw unusableKey();
        }
        try {
            return AuthKey.of(value);
        } catch (IllegalArgumentException e) {
            throw unusableKey();
        }
    }

    static Address address(String host, int port) {
        if (!possible(host, port)) {
            throw damaged();
        }
        return new Address(host, port);
    }

    static boolean ofTests(Address address) {
        return TEST_ADDRESSES.contains(address.host());
    }

    static Address needed(@Nullable Address address, Format format) {
        if (address == null || !possible(address.host(), address.port())) {
            throw incomplete(format, "the address of the data centre");
        }
        return address;
    }

    static RefusedSession incomplete(Format format, String what) {
        return new RefusedSession(Reason.INCOMPLETE, "a string of " + format.text() + " needs " + what);
    }

    static RefusedSession damaged() {
        return new RefusedSession(
                Reason.DAMAGED, "the string is damaged: copy it again, from its first character to the last");
    }

    private static RefusedSession unusableKey() {
        return new RefusedSession(Reason.KEY, "the key in the string cannot be one: copy the string again");
    }

    private static boolean possible(String host, int port) {
        boolean name =
                !host.isEmpty() && host.length() <= LONGEST_HOST && host.chars().allMatch(Fields::ofHost);
        return name && port >= 1 && port <= 0xffff;
    }

    private static boolean ofHost(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == ':' || c == '-');
    }
}
