package io.pult.vk;

import io.pult.contract.vk.TokenLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as bytes: length, checksum, and then the row. Time is kept in microseconds, as the database keeps it, so that a
 * row that is written again has the same key.
 */
final class AttemptSpoolRecord {
    /** What a row may have; an error's text is cut by {@link VkScrub} long before. */
    static final int MAX_PAYLOAD = 32 << 10;

    static final int FRAME = Integer.BYTES * 2;

    private static final int ENV = 1;
    private static final int ERROR = 2;
    private static final int HAS_ACCOUNT = 4;
    private static final int HAS_DETAILS = 8;
    private static final int FIXED = Long.BYTES * 6 + Integer.BYTES + Byte.BYTES + Short.BYTES * 3;

    private AttemptSpoolRecord() {}

    /** @throws IllegalArgumentException when the row is too large for any attempt */
    static byte[] encode(TokenLog row) {
        byte[] method = row.method().getBytes(StandardCharsets.UTF_8);
        byte[] node = row.node().getBytes(StandardCharsets.UTF_8);
        String error = row.errorDetails();
        byte[] details = error == null ? new byte[0] : error.getBytes(StandardCharsets.UTF_8);
        int payload = FIXED + method.length + node.length + details.length;
        if (payload > MAX_PAYLOAD) {
            throw new IllegalArgumentException("an attempt of " + payload + " bytes");
        }
        UUID account = row.accountId();
        var buffer = ByteBuffer.allocate(FRAME + payload).position(FRAME);
        put(buffer, row.id());
        buffer.put((byte) ((row.isEnvToken() ? ENV : 0)
                | (row.status() == TokenLog.Status.ERROR ? ERROR : 0)
                | (account == null ? 0 : HAS_ACCOUNT)
                | (error == null ? 0 : HAS_DETAILS)));
        put(buffer, account == null ? new UUID(0, 0) : account);
        buffer.putLong(micros(row.timestamp()));
        buffer.putInt(row.attempt()).putLong(row.durationMs());
        put(buffer, method);
        put(buffer, node);
        put(buffer, details);
        byte[] bytes = buffer.array();
        buffer.putInt(0, payload).putInt(Integer.BYTES, checksum(bytes, FRAME, payload));
        return bytes;
    }

    /**
     * The record at the buffer's position, which moves on.
     *
     * @return null when there is no whole and sound one; the position is as it was
     */
    static @Nullable TokenLog decode(ByteBuffer buffer) {
        int begin = buffer.position();
        if (buffer.remaining() < FRAME) {
            return null;
        }
        int payload = buffer.getInt(begin);
        if (payload < FIXED || payload > MAX_PAYLOAD || buffer.remaining() < FRAME + payload) {
            return null;
        }
        if (checksum(buffer.array(), buffer.arrayOffset() + begin + FRAME, payload)
                != buffer.getInt(begin + Integer.BYTES)) {
            return null;
        }
        try {
            return row(buffer.position(begin + FRAME));
        } catch (BufferUnderflowException e) {
            buffer.position(begin);
            return null;
        }
    }

    private static TokenLog row(ByteBuffer buffer) {
        UUID id = uuid(buffer);
        int flags = buffer.get();
        UUID account = uuid(buffer);
        Instant at = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
        int attempt = buffer.getInt();
        long duration = buffer.getLong();
        String method = text(buffer);
        String node = text(buffer);
        String details = text(buffer);
        return new TokenLog(
                id,
                (flags & HAS_ACCOUNT) == 0 ? null : account,
                (flags & ENV) != 0,
                method,
                (flags & ERROR) == 0 ? TokenLog.Status.SUCCESS : TokenLog.Status.ERROR,
                (flags & HAS_DETAILS) == 0 ? null : details,
                at,
                attempt,
                duration,
                node);
    }

    /** By hand: the unit's own arithmetic counts nanoseconds in between, and those overflow. */
    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private static void put(ByteBuffer buffer, UUID id) {
        buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static void put(ByteBuffer buffer, byte[] text) {
        buffer.putShort((short) text.length).put(text);
    }

    private static UUID uuid(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[buffer.getShort()];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
