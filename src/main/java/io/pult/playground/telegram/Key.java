package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.Schema;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is known of an auth key: its layer, its app and who is signed in with it. Used with the lock of the world held. */
final class Key {
    private final long id;
    private final int dc;
    /** By which the account's owner names it in the list of devices. */
    private final long hash;

    /** Copied at each change: a push may end the session that it goes to. */
    private final List<Caller> listeners = new CopyOnWriteArrayList<>();

    private @Nullable Schema schema;
    private Query.@Nullable App app;
    private @Nullable Account account;
    private @Nullable Account waiting;
    private boolean revoked;
    private int since;
    private int active;
    private @Nullable OwnFace ownFace;

    Key(long id, int dc, long hash) {
        this.id = id;
        this.dc = dc;
        this.hash = hash;
    }

    /** The answer to "who am I", kept as long as it is true. */
    static final class OwnFace {
        private final Schema schema;
        private final int revision;
        private final Method.Encoded answer;

        /** @param revision of the account that it shows */
        OwnFace(Schema schema, int revision, Method.Encoded answer) {
            this.schema = schema;
            this.revision = revision;
            this.answer = answer;
        }

        boolean isOf(Schema layer, Account account) {
            return schema == layer && revision == account.revision();
        }

        Method.Encoded answer() {
            return answer;
        }
    }

    long id() {
        return id;
    }

    int dc() {
        return dc;
    }

    long hash() {
        return hash;
    }

    /** The sessions that hear what happens. */
    List<Caller> listeners() {
        return listeners;
    }

    void listen(Caller caller) {
        if (!listeners.contains(caller)) {
            listeners.add(caller);
        }
    }

    /** Null until it said its layer. */
    @Nullable
    Schema schema() {
        return schema;
    }

    void speaks(Schema layer) {
        schema = layer;
    }

    Query.@Nullable App app() {
        return app;
    }

    void isUsedBy(Query.App what) {
        app = what;
    }

    /** Who is signed in with it. */
    @Nullable
    Account account() {
        return account;
    }

    void signIn(Account who, int now) {
        signOut();
        account = who;
        waiting = null;
        revoked = false;
        since = now;
        who.keys().add(this);
    }

    void signOut() {
        if (account != null) {
            account.keys().remove(this);
        }
        account = null;
        waiting = null;
        ownFace = null;
    }

    /** Ended by another device of the account. */
    void revoke() {
        signOut();
        revoked = true;
    }

    boolean revoked() {
        return revoked;
    }

    /** Who gave the right code and still has to give the password. */
    @Nullable
    Account waiting() {
        return waiting;
    }

    void await(Account password) {
        waiting = password;
    }

    int since() {
        return since;
    }

    int active() {
        return active;
    }

    void active(int now) {
        active = now;
    }

    @Nullable
    OwnFace ownFace() {
        return ownFace;
    }

    void ownFace(OwnFace face) {
        ownFace = face;
    }
}
