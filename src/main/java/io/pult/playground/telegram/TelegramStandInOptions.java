package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.ServerKey;
import java.time.InstantSource;

/**
 * How the stand-in is started. Everything listens on 127.0.0.1.
 *
 * @param port of data centre 2, where everybody lives unless said otherwise; 0 lets the system choose
 * @param otherPort of data centre 1; 0 lets the system choose
 * @param adminPort of the admin channel; 0 lets the system choose
 * @param key RSA key of both data centres
 * @param clock by which codes expire and people go offline
 * @param loops event loops of each data centre
 * @param crowd how many accounts are signed in from the beginning, with {@code ScaleKeys.key(0)} and so on in data centre 2
 * @param contacts of each of the crowd
 */
public record TelegramStandInOptions(
        int port,
        int otherPort,
        int adminPort,
        ServerKey key,
        InstantSource clock,
        int loops,
        int crowd,
        int contacts) {
    private static final int MOST = 100_000;

    public TelegramStandInOptions {
        if (crowd < 0 || crowd > MOST) {
            throw new IllegalArgumentException("a crowd is 0 to " + MOST + " accounts");
        }
        if (contacts < 0 || contacts > Math.max(0, crowd - 1)) {
            throw new IllegalArgumentException("the contacts of a crowd are in it");
        }
    }

    /** On ports that the system chooses, by the system's clock, with a new key and nobody there. */
    public static TelegramStandInOptions usual() {
        return new TelegramStandInOptions(0, 0, 0, ServerKey.generate(), InstantSource.system(), 1, 0, 0);
    }

    public TelegramStandInOptions withKey(ServerKey known) {
        return new TelegramStandInOptions(port, otherPort, adminPort, known, clock, loops, crowd, contacts);
    }

    public TelegramStandInOptions withClock(InstantSource source) {
        return new TelegramStandInOptions(port, otherPort, adminPort, key, source, loops, crowd, contacts);
    }

    public TelegramStandInOptions withLoops(int count) {
        return new TelegramStandInOptions(port, otherPort, adminPort, key, clock, count, crowd, contacts);
    }

    /** @param each how many contacts each has */
    public TelegramStandInOptions withCrowd(int people, int each) {
        return new TelegramStandInOptions(port, otherPort, adminPort, key, clock, loops, people, each);
    }
}
