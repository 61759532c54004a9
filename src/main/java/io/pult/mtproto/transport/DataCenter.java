package io.pult.mtproto.transport;

import java.util.List;

/**
 * One of Telegram's data centres.
 *
 * @param id 1 to 999
 * @param test whether it belongs to the test environment, which has its own accounts and its own key
 * @param addresses all equally good, the one to begin with first
 */
public record DataCenter(int id, boolean test, List<Address> addresses) {
    public DataCenter {
        if (id < 1 || id > 999) {
            throw new IllegalArgumentException("a data centre's id is a number from 1 to 999, not " + id);
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("data centre " + id + " needs an address");
        }
        addresses = List.copyOf(addresses);
    }

    /**
     * As it is said in a key exchange and in the header of an obfuscated connection: 10,000 more in the test environment
     * (core.telegram.org/mtproto/mtproto-transports, "Transport obfuscation").
     */
    public int number() {
        return test ? 10_000 + id : id;
    }
}
