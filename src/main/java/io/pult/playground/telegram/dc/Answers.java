package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.util.Arrays;

/** rpc_result, sound or as it was ordered. */
final class Answers {
    private static final int NOBODY_KNOWS = 0x0bad1dea;
    private static final int MEBIBYTES = 64;

    private Answers() {}

    static byte[] body(long callId, byte[] object, ServerLoop loop, int gzipAbove) {
        TlWriter out = loop.writer();
        out.int32(Tl.RPC_RESULT);
        out.int64(callId);
        if (object.length > gzipAbove) {
            byte[] packed = Gzip.pack(object);
            if (packed.length + 8 < object.length) {
                out.int32(Tl.GZIP_PACKED);
                out.bytes(packed);
                return out.toByteArray();
            }
        }
        out.raw(object);
        return out.toByteArray();
    }

    static byte[] faulty(long callId, byte[] object, ServerLoop loop, Faults.Order order) {
        TlWriter out = loop.writer();
        out.int32(Tl.RPC_RESULT);
        out.int64(callId);
        switch (order.fault()) {
            case UNKNOWN_CONSTRUCTOR -> {
                out.int32(NOBODY_KNOWS);
                out.raw(object, 4, object.length - 4);
            }
            case TRUNCATED_STRING -> {
                out.raw(Arrays.copyOf(object, 4));
                out.int32(0xffff_fffe);
            }
            case OVERSIZED_VECTOR -> {
                out.int32(TlReader.VECTOR);
                out.int32(Integer.MAX_VALUE);
            }
            case ZIP_BOMB -> {
                out.int32(Tl.GZIP_PACKED);
                out.bytes(Gzip.bomb(order.value(MEBIBYTES)));
            }
            default -> out.raw(object);
        }
        return out.toByteArray();
    }
}
