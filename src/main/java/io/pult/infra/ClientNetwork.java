package io.pult.infra;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/** Where a client is, as far as limits tell one from another. */
public final class ClientNetwork {
    private ClientNetwork() {}

    /** One household has one IPv4 address but 2^64 of IPv6: those count by their network. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length != 16 || address.startsWith("::ffff:")
                ? address
                : HexFormat.of().formatHex(bytes, 0, 8);
    }
}
