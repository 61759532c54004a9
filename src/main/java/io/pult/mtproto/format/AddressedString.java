package io.pult.mtproto.format;

import io.netty.util.NetUtil;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.format.RefusedSession.Reason;
import io.pult.mtproto.transport.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The strings that start with "1" and tell no user: a number of a data centre, its address, a port, the key. Telethon writes
 * the IP as 4 or 16 bytes (telethon/sessions/string.py), GramJS as a text with its length
 * (gramjs/sessions/StringSession.ts). Big-endian.
 */
final class AddressedString {
    private static final int TELETHON_4 = 1 + 4 + 2 + AuthKey.LENGTH;
    private static final int TELETHON_6 = 1 + 16 + 2 + AuthKey.LENGTH;
    private static final int GRAMJS_WITHOUT_ADDRESS = 1 + 2 + 2 + AuthKey.LENGTH;

    private AddressedString() {}

    /**
     * The length alone does not tell them apart: with an address of 13 or 14 characters, as most data centres have, a string
     * of GramJS is as long as one of Telethon with an IPv6. What could be either is GramJS's when its inner length fits, which
     * as an IPv6 would have to start with 000e.
     */
    static ImportedSession read(byte[] bytes) {
        if (bytes.length == TELETHON_4) {
            return telethon(bytes, 4);
        }
        if (bytes.length > GRAMJS_WITHOUT_ADDRESS) {
            int length = ByteBuffer.wrap(bytes).getShort(1);
            if (length <= Fields.LONGEST_HOST && bytes.length == GRAMJS_WITHOUT_ADDRESS + length) {
                return gramJs(bytes, length);
            }
        }
        if (bytes.length == TELETHON_6) {
            return telethon(bytes, 16);
        }
        throw new RefusedSession(
                Reason.UNKNOWN_LAYOUT, "this is no session string of Telethon or GramJS, or a part of one");
    }

    static byte[] writeTelethon(ImportedSession session) {
        Address address = Fields.needed(session.address(), Format.TELETHON);
        byte @Nullable [] ip = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (ip == null) {
            throw Fields.incomplete(Format.TELETHON, "an IP as the address of the data centre");
        }
        return ByteBuffer.allocate(1 + ip.length + 2 + AuthKey.LENGTH)
                .put((byte) session.dc())
                .put(ip)
                .putShort((short) address.port())
                .put(session.key().secret())
                .array();
    }

    static byte[] writeGramJs(ImportedSession session) {
        Address address = Fields.needed(session.address(), Format.GRAMJS);
        byte[] host = address.host().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(GRAMJS_WITHOUT_ADDRESS + host.length)
                .put((byte) session.dc())
                .putShort((short) host.length)
                .put(host)
                .putShort((short) address.port())
                .put(session.key().secret())
                .array();
    }

    private static ImportedSession telethon(byte[] bytes, int ip) {
        return session(Format.TELETHON, bytes, 1 + ip, NetUtil.bytesToIpAddress(bytes, 1, ip));
    }

    private static ImportedSession gramJs(byte[] bytes, int length) {
        return session(Format.GRAMJS, bytes, 3 + length, new String(bytes, 3, length, StandardCharsets.ISO_8859_1));
    }

    private static ImportedSession session(Format format, byte[] bytes, int port, String host) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int dc = in.get();
        Address address = Fields.address(host, in.getShort(port) & 0xffff);
        boolean test = Fields.ofTests(address);
        var key = new byte[AuthKey.LENGTH];
        in.position(port + 2).get(key);
        return new ImportedSession(
                format.text(), Fields.dc(dc, test), test, Fields.key(key), null, null, false, address);
    }
}
