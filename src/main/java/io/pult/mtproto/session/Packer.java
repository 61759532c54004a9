package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.tl.TlWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one encrypted packet of one or many messages, in the scratch of an event loop: first the bodies, then ids in the
 * order of sending, then the envelope, padded and encrypted in place (core.telegram.org/mtproto/description and
 * core.telegram.org/mtproto/service_messages, "Containers").
 */
final class Packer {
    static final int MOST_MESSAGES = 100;
    static final int MOST_BYTES = 32 * 1_024;

    /** Room for what is not a call: acks, a ping, a salts request, a state request, a few answers. */
    private static final int SERVICE_MESSAGES = 28;

    private static final int KEEP = 64 * 1_024;
    private static final byte[] NOTHING = new byte[12 + 15 + 16 * 15];

    private final MessageCipher cipher;
    private final Entropy entropy;
    private final TlWriter bodies = new TlWriter(4_096);
    private final TlWriter packet = new TlWriter(4_096);
    private final int[] ends = new int[MOST_MESSAGES + SERVICE_MESSAGES];
    private final long[] ids = new long[MOST_MESSAGES + SERVICE_MESSAGES];
    private final @Nullable Pending<?>[] calls = new Pending<?>[MOST_MESSAGES + SERVICE_MESSAGES];
    private int count;

    Packer(MessageCipher cipher, Entropy entropy) {
        this.cipher = cipher;
        this.entropy = entropy;
    }

    void begin() {
        bodies.clear(KEEP);
        Arrays.fill(calls, 0, count, null);
        count = 0;
    }

    /** Where the body of the next message is written; ended by {@link #end}. */
    TlWriter body() {
        return bodies;
    }

    /**
     * @param call that was written, which is content and so to be acknowledged by the server; null for what is not a call
     * @return the number of the message in this packet
     */
    int end(@Nullable Pending<?> call) {
        ends[count] = bodies.length();
        calls[count] = call;
        return count++;
    }

    int size() {
        return count;
    }

    /** What was packed as the message of that number; null for what is not a call. */
    @Nullable
    Pending<?> call(int message) {
        return calls[message];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether another call fits, which a first one always does. */
    boolean takes(int bytes) {
        return count < MOST_MESSAGES && (count == 0 || bodies.length() + bytes <= MOST_BYTES);
    }

    /** Whether another message that is not a call fits. */
    boolean takesService() {
        return count < ends.length;
    }

    /** Of the packet that was sealed last. */
    long id(int message) {
        return ids[message];
    }

    /** @return the id of the container, 0 when the message goes without one */
    long seal(AuthKey key, long salt, long sessionId, MessageIds numbers, long now) {
        packet.clear(KEEP);
        packet.raw(NOTHING, 0, MessageCipher.HEADER);
        for (int i = 0; i < count; i++) {
            ids[i] = numbers.next(now);
        }
        long container = count == 1 ? 0 : numbers.next(now);
        packet.int64(salt);
        packet.int64(sessionId);
        if (count == 1) {
            message(0, numbers);
        } else {
            container(container, numbers);
        }
        pad();
        cipher.encrypt(key, MessageCipher.Writer.CLIENT, packet.array(), 0, packet.length() - MessageCipher.HEADER);
        return container;
    }

    byte[] packet() {
        return packet.array();
    }

    int length() {
        return packet.length();
    }

    private void container(long id, MessageIds numbers) {
        int length = 8 + 16 * count + bodies.length();
        packet.int64(id);
        int sequence = packet.length();
        packet.int32(0);
        packet.int32(length);
        packet.int32(Service.MSG_CONTAINER);
        packet.int32(count);
        for (int i = 0; i < count; i++) {
            message(i, numbers);
        }
        // Counted after what it holds, as it is younger.
        packet.int32At(sequence, numbers.sequence(false));
    }

    private void message(int index, MessageIds numbers) {
        int start = index == 0 ? 0 : ends[index - 1];
        packet.int64(ids[index]);
        packet.int32(numbers.sequence(calls[index] != null));
        packet.int32(ends[index] - start);
        packet.raw(bodies.array(), start, ends[index] - start);
    }

    /** At least 12 random bytes up to a multiple of 16, and up to 15 times 16 more, so that lengths tell less. */
    private void pad() {
        int text = packet.length() - MessageCipher.HEADER;
        int padding = 12 + (-(text + 12) & 15) + 16 * entropy.below(16);
        packet.raw(NOTHING, 0, padding);
        entropy.fill(packet.array(), packet.length() - padding, padding);
    }
}
