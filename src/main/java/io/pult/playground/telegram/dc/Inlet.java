package io.pult.playground.telegram.dc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds out how a client frames, and then its frames, however the stream is cut. Keeps no more than one frame's begin. */
final class Inlet {
    /** What Telegram takes (seen in mtcute), and the padding of a transport. */
    static final int LONGEST = 1_044_404 + 16;

    private static final byte[] NONE = {};

    private final Frames frames;
    private final int dc;
    private final byte @Nullable [] secret;

    private @Nullable Framing framing;
    private @Nullable Obfuscation obfuscation;
    private byte[] kept = NONE;
    private int keptLength;
    private int numbered;

    interface Frames {
        /** A frame without its framing; the bytes may be changed in place and are valid during the call. */
        void frame(byte[] bytes, int offset, int length, boolean wantsQuickAck) throws BadFrame;

        /** Whether no more frames are wanted for now; what comes is kept. */
        boolean held();
    }

    /** @param secret that proxies' clients use; they may go without */
    Inlet(Frames frames, int dc, byte @Nullable [] secret) {
        this.frames = frames;
        this.dc = dc;
        this.secret = secret;
    }

    /** None before the client has said it. */
    @Nullable
    Framing framing() {
        return framing;
    }

    @Nullable
    Obfuscation obfuscation() {
        return obfuscation;
    }

    /** @param bytes are used up: deciphered in place */
    void feed(byte[] bytes, int offset, int length) throws BadFrame {
        Obfuscation known = obfuscation;
        if (known != null) {
            known.received(bytes, offset, length);
        }
        if (keptLength == 0) {
            int done = read(bytes, offset, length);
            keep(Arrays.copyOfRange(bytes, offset + done, offset + length), length - done);
            return;
        }
        if (keptLength + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(keptLength + length, Math.min(LONGEST, kept.length * 2)));
        }
        System.arraycopy(bytes, offset, kept, keptLength, length);
        keptLength += length;
        again();
    }

    /** Goes on after the frames were held. */
    void again() throws BadFrame {
        byte[] all = kept;
        int length = keptLength;
        keptLength = 0;
        kept = NONE;
        int done = read(all, 0, length);
        keep(done == 0 ? all : Arrays.copyOfRange(all, done, length), length - done);
    }

    /** The bytes are ours alone: those of a read are overwritten by the next read of any connection. */
    private void keep(byte[] rest, int length) {
        keptLength = length;
        kept = length == 0 ? NONE : rest;
    }

    /** Returns how much of it is done with. */
    private int read(byte[] bytes, int offset, int length) throws BadFrame {
        int at = offset;
        int end = offset + length;
        if (framing == null) {
            at += detect(bytes, at, end - at);
        }
        Framing known = framing;
        while (known != null && !frames.held()) {
            int header = known.header(bytes, at, end - at);
            if (header == 0) {
                break;
            }
            int payload = known.length(bytes, at);
            if (payload <= 0 || payload > LONGEST || (known != Framing.PADDED && payload % 4 != 0)) {
                throw new BadFrame("a frame of " + payload + " bytes");
            }
            if (end - at - header < payload) {
                break;
            }
            one(known, bytes, at, header, payload);
            at += header + payload;
        }
        return at - offset;
    }

    private void one(Framing known, byte[] bytes, int at, int header, int payload) throws BadFrame {
        boolean quick = known.wantsQuickAck(bytes, at);
        if (known != Framing.FULL) {
            frames.frame(bytes, at + header, payload, quick);
            return;
        }
        int crc = at + header + payload - 4;
        if (payload < 12 || (int) Framing.INT.get(bytes, crc) != Framing.crc(bytes, at, crc - at)) {
            throw new BadFrame("a checksum is wrong");
        }
        if ((int) Framing.INT.get(bytes, at + 4) != numbered) {
            throw new BadFrame("the frames are numbered wrongly");
        }
        numbered++;
        frames.frame(bytes, at + 8, payload - 8, false);
    }

    /** Returns how much the tag took; 0 while it is not there whole. */
    private int detect(byte[] bytes, int at, int there) throws BadFrame {
        if (there > 0 && bytes[at] == (byte) 0xef) {
            framing = Framing.ABRIDGED;
            return 1;
        }
        if (there < 4) {
            return 0;
        }
        int tag = (int) Framing.INT.get(bytes, at);
        if (tag == 0xeeeeeeee || tag == 0xdddddddd) {
            framing = Framing.tagged(tag);
            return 4;
        }
        if (there >= 8 && (int) Framing.INT.get(bytes, at + 4) == 0) {
            framing = Framing.FULL;
            return 0;
        }
        if (there < Obfuscation.HEADER) {
            return 0;
        }
        obfuscated(bytes, at, there);
        return Obfuscation.HEADER;
    }

    private void obfuscated(byte[] bytes, int at, int there) throws BadFrame {
        byte[] header = Arrays.copyOfRange(bytes, at, at + Obfuscation.HEADER);
        var found = new Obfuscation(header, null);
        if (secret != null && !known(found.tag())) {
            found = new Obfuscation(header, secret);
        }
        framing = Framing.tagged(found.tag());
        obfuscation = found;
        // Without a proxy's secret nobody reads it, and clients leave there what chance put.
        if (found.secret() && !DataCentre.means(found.dc(), dc)) {
            throw new BadFrame(-444, "a proxy's client looks for data centre " + found.dc());
        }
        found.received(bytes, at + Obfuscation.HEADER, there - Obfuscation.HEADER);
    }

    private static boolean known(int tag) {
        return tag == 0xefefefef || tag == 0xeeeeeeee || tag == 0xdddddddd;
    }
}
