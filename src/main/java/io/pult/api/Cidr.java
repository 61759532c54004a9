package io.pult.api;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a network of one. */
final class Cidr {
    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when the text is no network */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException(text + " is no network; write it like 10.0.0.0/8");
        }
        int bits = slash < 0 ? network.length * 8 : bits(text, slash, network.length * 8);
        return new Cidr(network, bits);
    }

    private static int bits(String text, int slash, int most) {
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return bits;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " has no number after the slash", e);
        }
        throw new IllegalArgumentException(text + " has more bits than its addresses");
    }

    /** Never asks DNS: a name is not an address. */
    static byte @Nullable [] bytes(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && mapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    /** {@code ::ffff:10.0.0.1}, an IPv4 address in IPv6's clothes. */
    private static boolean mapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
