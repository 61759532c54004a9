package io.pult.mtproto;

import io.pult.mtproto.session.Session;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionOwner;
import io.pult.mtproto.session.SessionPlan;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.tl.TlReader;

/** One session of a client. A sign-in that moves to another data centre leaves one seat for the next. */
final class Seat implements SessionOwner {
    private final TelegramClient client;
    private final Session session;

    Seat(TelegramClient client, ClientLoop loop, SessionPlan plan) {
        this.client = client;
        this.session = loop.sessions().open(plan, this);
    }

    Session session() {
        return session;
    }

    @Override
    public boolean mayWrite() {
        return client.mayWrite();
    }

    @Override
    public void changed(SessionState state) {
        if (client.sitsOn(this)) {
            client.changed(state);
        }
    }

    @Override
    public void remember(SessionMemory memory) {
        if (client.sitsOn(this)) {
            client.remember(memory);
        }
    }

    @Override
    public void pushed(TlReader updates) {
        if (client.sitsOn(this)) {
            client.pushed(updates);
        }
    }

    @Override
    public void missed() {
        if (client.sitsOn(this)) {
            client.missed();
        }
    }

    @Override
    public void sweep(long now) {
        if (client.sitsOn(this)) {
            client.tick(now);
        }
    }
}
