package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlReader;

/**
 * What to do when the server refuses a message (core.telegram.org/mtproto/service_messages_about_messages, "Notice of Ignored
 * Error Message"). The message named is one of ours or a container of them; it was not executed, but for the code 20.
 */
final class BadMessages {
    private static final int ID_TOO_LOW = 16;
    private static final int ID_TOO_HIGH = 17;
    private static final int ID_MISSHAPEN = 18;
    private static final int CONTAINER_ID_USED = 19;
    private static final int TOO_OLD = 20;
    private static final int SEQUENCE_TOO_LOW = 32;
    private static final int SEQUENCE_TOO_HIGH = 33;
    private static final int EVEN_EXPECTED = 34;
    private static final int ODD_EXPECTED = 35;
    private static final int CONTAINER_INVALID = 64;

    private final SessionLoop loop;
    private final Session session;
    private final Conversation talk;

    BadMessages(SessionLoop loop, Session session, Conversation talk) {
        this.loop = loop;
        this.session = session;
        this.talk = talk;
    }

    /** @param in after the id of bad_server_salt */
    void salt(TlReader in, long now) {
        long refused = in.int64();
        in.int32();
        in.int32();
        loop.count(Meter.SALT_CORRECTED);
        talk.salts.correct(in.int64(), now);
        session.remember();
        talk.refused(refused, true, now);
    }

    /**
     * @param id of the notification itself: the server's time
     * @param in after the id of bad_msg_notification
     */
    void notification(long id, TlReader in, long now) {
        long refused = in.int64();
        in.int32();
        int code = in.int32();
        loop.count(Meter.MESSAGE_REFUSED);
        switch (code) {
            case ID_TOO_LOW -> correctClock(id, now);
            case ID_TOO_HIGH -> {
                // Ids cannot go back within a session.
                correctClock(id, now);
                talk.resetSoon();
            }
            case ID_MISSHAPEN, EVEN_EXPECTED, ODD_EXPECTED -> {
                loop.count(Meter.PROTOCOL_MISTAKE);
                talk.resetSoon();
            }
            // One that counts otherwise than we do, or has forgotten: no guess brings the two together.
            case CONTAINER_ID_USED, SEQUENCE_TOO_LOW, SEQUENCE_TOO_HIGH, CONTAINER_INVALID -> talk.resetSoon();
            default -> {}
        }
        talk.refused(refused, code != TOO_OLD, now);
    }

    private void correctClock(long id, long now) {
        loop.count(Meter.CLOCK_CORRECTED);
        talk.ids.correct(id, now);
        session.clockHeard();
    }
}
