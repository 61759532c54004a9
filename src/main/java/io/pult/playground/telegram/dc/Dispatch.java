package io.pult.playground.telegram.dc;

import io.pult.mtproto.tl.TlReader;

/** Carries out the service messages of clients. Confined to a loop. */
final class Dispatch {
    private static final int MOST_IDS = 8_192;
    private static final int MOST_SALTS = 64;
    private static final int LONGEST_DELAY = 3_600;

    private final DataCentre dc;

    Dispatch(DataCentre dc) {
        this.dc = dc;
    }

    static boolean isService(int tl) {
        return switch (tl) {
            case Tl.MSGS_ACK,
                    Tl.PING,
                    Tl.PING_DELAY_DISCONNECT,
                    Tl.MSGS_STATE_REQ,
                    Tl.MSGS_STATE_INFO,
                    Tl.MSGS_ALL_INFO,
                    Tl.MSG_RESEND_REQ,
                    Tl.GET_FUTURE_SALTS,
                    Tl.DESTROY_SESSION,
                    Tl.DESTROY_AUTH_KEY,
                    Tl.RPC_DROP_ANSWER,
                    Tl.HTTP_WAIT -> true;
            default -> false;
        };
    }

    /** @param in after the constructor */
    void service(ServerSession session, Connection connection, long id, int tl, TlReader in) throws BadFrame {
        switch (tl) {
            case Tl.MSGS_ACK -> acknowledged(session, in);
            case Tl.PING -> session.tell(Services.pong(id, in.int64()));
            case Tl.PING_DELAY_DISCONNECT -> {
                session.tell(Services.pong(id, in.int64()));
                connection.closeIn(Math.max(1, Math.min(in.int32(), LONGEST_DELAY)));
            }
            case Tl.MSGS_STATE_REQ -> states(session, connection, id, in);
            case Tl.MSG_RESEND_REQ -> session.resend(in, ids(in), id);
            case Tl.GET_FUTURE_SALTS -> {
                int count = Math.max(1, Math.min(in.int32(), MOST_SALTS));
                session.keep(Services.salts(id, count, session.key(), dc), MessageIds.ANSWER);
            }
            case Tl.DESTROY_SESSION -> destroy(session, in.int64());
            case Tl.DESTROY_AUTH_KEY -> {
                session.tell(Services.keyDestroyed());
                dc.forget(session.key());
                connection.conclude();
            }
            case Tl.RPC_DROP_ANSWER -> {
                byte[] verdict = session.drop(in.int64());
                session.keep(Answers.body(id, verdict, connection.loop(), Integer.MAX_VALUE), MessageIds.ANSWER);
            }
            // Nothing was asked of the client, and this is no HTTP.
            default -> {}
        }
    }

    private static void acknowledged(ServerSession session, TlReader in) throws BadFrame {
        int count = ids(in);
        for (int i = 0; i < count; i++) {
            session.acknowledged(in.int64());
        }
    }

    private static void states(ServerSession session, Connection connection, long id, TlReader in) throws BadFrame {
        int count = ids(in);
        if (connection.fault(Fault.Moment.STATE_REQUEST) != null) {
            return;
        }
        byte[] states;
        synchronized (session) {
            states = Services.states(in, count, session.inbox());
        }
        session.tell(Services.stateInfo(id, states));
    }

    private void destroy(ServerSession session, long sessionId) {
        ServerSession gone =
                sessionId == session.sessionId() ? null : session.key().destroy(sessionId);
        session.keep(Services.destroyed(gone != null, sessionId), MessageIds.ANSWER);
        if (gone != null && gone.leave()) {
            dc.api().left(gone);
        }
    }

    private static int ids(TlReader in) throws BadFrame {
        int count = in.count(8);
        if (count > MOST_IDS) {
            throw new BadFrame("a list of " + count + " msg_ids");
        }
        return count;
    }
}
