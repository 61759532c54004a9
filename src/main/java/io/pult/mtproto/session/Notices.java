package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;

/** What a session tells its owner, whose mistakes are not the session's. */
final class Notices {
    private static final long MISSED_AGAIN = 5_000;
    private static final long NOTEWORTHY_DRIFT = 5_000;

    private final SessionLoop loop;
    private final SessionOwner owner;
    private long rememberedDifference;
    private long missedAt = Long.MIN_VALUE / 2;
    private boolean missed;

    /** @param clockDifference that the owner knows already */
    Notices(SessionLoop loop, SessionOwner owner, long clockDifference) {
        this.loop = loop;
        this.owner = owner;
        this.rememberedDifference = clockDifference;
    }

    boolean mayWrite() {
        return owner.mayWrite();
    }

    void sweep(long now) {
        try {
            owner.sweep(now);
        } catch (RuntimeException e) {
            loop.report(e);
        }
    }

    void changed(SessionState state) {
        loop.tell(() -> owner.changed(state));
    }

    void remember(SessionMemory memory) {
        rememberedDifference = memory.clockDifference();
        loop.tell(() -> owner.remember(memory));
    }

    /** Whether the clocks moved so far apart that the owner should know. */
    boolean isNoteworthy(long clockDifference) {
        return Math.abs(clockDifference - rememberedDifference) >= NOTEWORTHY_DRIFT;
    }

    /** @return whether it could be read; if not, what it said was missed */
    boolean pushed(TlReader in) {
        try {
            owner.pushed(in);
            return true;
        } catch (TlFailure e) {
            loop.count(Meter.PUSH_UNREADABLE);
        } catch (RuntimeException e) {
            loop.report(e);
        }
        return false;
    }

    /** Not more often than each five seconds, but always in the end. @return when it has to be told, at the latest */
    long missed(long now) {
        missed = true;
        return due(now);
    }

    /** @return when there will be something to tell */
    long due(long now) {
        if (missed && now - missedAt >= MISSED_AGAIN) {
            missed = false;
            missedAt = now;
            loop.tell(owner::missed);
        }
        return missed ? missedAt + MISSED_AGAIN : Long.MAX_VALUE;
    }
}
