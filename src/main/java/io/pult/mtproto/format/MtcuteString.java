package io.pult.mtproto.format;

import io.pult.mtproto.format.RefusedSession.Reason;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.mtproto.transport.Address;

/**
 * The third version of mtcute's string (packages/core/src/highlevel/utils/string-session.ts): a byte, and then TL without
 * ids, as flags, one or two data centres, the user when it is known, the key.
 */
final class MtcuteString {
    private static final int VERSION = 3;
    private static final int WITH_USER = 1;
    private static final int TEST = 2;
    private static final int WITH_MEDIA_CENTRE = 4;
    private static final int CENTRE_VERSION = 2;
    private static final int CENTRE_IPV6 = 1;
    private static final int CENTRE_TEST = 4;

    private record Centre(int id, boolean test, Address address) {}

    private MtcuteString() {}

    static ImportedSession read(byte[] bytes) {
        if (bytes.length < 200 || bytes[0] != VERSION) {
            throw new RefusedSession(
                    Reason.UNKNOWN_LAYOUT,
                    "this is no session string of Pyrogram, Telethon, GramJS or mtcute (version 3), or a part of one");
        }
        try {
            return fields(new TlReader().over(bytes, 1, bytes.length - 1));
        } catch (TlFailure e) {
            throw Fields.damaged();
        }
    }

    private static ImportedSession fields(TlReader in) {
        int flags = in.int32();
        if ((flags & ~(WITH_USER | TEST | WITH_MEDIA_CENTRE)) != 0) {
            throw Fields.damaged();
        }
        Centre main = centre(in.bytes());
        boolean test = main.test || (flags & TEST) != 0;
        if ((flags & WITH_MEDIA_CENTRE) != 0 && centre(in.bytes()).test != main.test) {
            throw Fields.damaged();
        }
        boolean known = (flags & WITH_USER) != 0;
        Long user = known ? Fields.user(in.int64()) : null;
        boolean bot = known && in.bool();
        byte[] key = in.bytes();
        if (in.remaining() != 0) {
            throw Fields.damaged();
        }
        return new ImportedSession(
                Format.MTCUTE.text(), Fields.dc(main.id, test), test, Fields.key(key), null, user, bot, main.address);
    }

    private static Centre centre(byte[] bytes) {
        var in = new TlReader(bytes);
        byte[] head = in.raw(3);
        if (head[0] != 1 && head[0] != CENTRE_VERSION) {
            throw Fields.damaged();
        }
        boolean test = head[0] == CENTRE_VERSION && (head[2] & CENTRE_TEST) != 0;
        Address address = Fields.address(in.string(), in.int32());
        if (in.remaining() != 0) {
            throw Fields.damaged();
        }
        return new Centre(head[1], test, address);
    }

    static byte[] write(ImportedSession session) {
        var out = new TlWriter(512);
        Long user = session.userId();
        out.raw(new byte[] {VERSION});
        out.int32(user == null ? 0 : WITH_USER);
        out.bytes(centre(session));
        if (user != null) {
            out.int64(user);
            out.bool(session.bot());
        }
        out.bytes(session.key().secret());
        return out.toByteArray();
    }

    private static byte[] centre(ImportedSession session) {
        Address address = Fields.needed(session.address(), Format.MTCUTE);
        int flags = (address.host().indexOf(':') < 0 ? 0 : CENTRE_IPV6) | (session.test() ? CENTRE_TEST : 0);
        var out = new TlWriter(64);
        out.raw(new byte[] {CENTRE_VERSION, (byte) session.dc(), (byte) flags});
        out.string(address.host());
        out.int32(address.port());
        return out.toByteArray();
    }
}
