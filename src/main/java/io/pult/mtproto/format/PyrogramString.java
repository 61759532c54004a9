package io.pult.mtproto.format;

import io.pult.mtproto.crypto.AuthKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Pyrogram's three layouts, which their length tells apart (pyrogram/storage/storage.py): {@code >BI?256sQ?} with the api_id,
 * {@code >B?256sQ?} without it, and {@code >B?256sI?} with a short id. Big-endian.
 */
final class PyrogramString {
    private static final int WITH_API_ID = 271;
    private static final int WITH_LONG_ID = 267;
    private static final int WITH_SHORT_ID = 263;
    private static final long UNSIGNED_INT = 0xffff_ffffL;

    private PyrogramString() {}

    static @Nullable Format layoutOf(int length) {
        return switch (length) {
            case WITH_API_ID -> Format.PYROGRAM;
            case WITH_LONG_ID -> Format.PYROGRAM_64;
            case WITH_SHORT_ID -> Format.PYROGRAM_32;
            default -> null;
        };
    }

    static ImportedSession read(Format layout, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int dc = in.get();
        Integer apiId = layout == Format.PYROGRAM ? apiId(in.getInt()) : null;
        boolean test = Fields.flag(in.get());
        var key = new byte[AuthKey.LENGTH];
        in.get(key);
        Long user = Fields.user(layout == Format.PYROGRAM_32 ? in.getInt() & UNSIGNED_INT : in.getLong());
        boolean bot = Fields.flag(in.get());
        return new ImportedSession(layout.text(), Fields.dc(dc, test), test, Fields.key(key), apiId, user, bot, null);
    }

    static byte[] write(Format layout, ImportedSession session) {
        Long user = session.userId();
        if (user == null) {
            throw Fields.incomplete(layout, "the id of the user");
        }
        ByteBuffer out = ByteBuffer.allocate(lengthOf(layout));
        out.put((byte) session.dc());
        if (layout == Format.PYROGRAM) {
            Integer apiId = session.apiId();
            if (apiId == null) {
                throw Fields.incomplete(layout, "the api_id of the application that signed in");
            }
            out.putInt(apiId);
        }
        out.put(flag(session.test())).put(session.key().secret());
        if (layout != Format.PYROGRAM_32) {
            out.putLong(user);
        } else if (user <= UNSIGNED_INT) {
            out.putInt(user.intValue());
        } else {
            throw Fields.incomplete(layout, "a user's id below 2^32");
        }
        return out.put(flag(session.bot())).array();
    }

    private static int lengthOf(Format layout) {
        return switch (layout) {
            case PYROGRAM_32 -> WITH_SHORT_ID;
            case PYROGRAM_64 -> WITH_LONG_ID;
            default -> WITH_API_ID;
        };
    }

    /** 0 stands for a session that was made of an older string. */
    private static @Nullable Integer apiId(int value) {
        if (value < 0) {
            throw Fields.damaged();
        }
        return value == 0 ? null : value;
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
