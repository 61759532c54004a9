package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.KnownPeer;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.format.Format;
import io.pult.mtproto.format.ImportedSession;
import io.pult.mtproto.format.RefusedSession;
import io.pult.mtproto.format.SessionStrings;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.updates.UpdatesMemory;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a session that was signed in elsewhere. That its key is in no two accounts is the table's to say: of two nodes that take
 * the same session at the same moment one finds it taken.
 */
final class SessionIntake {
    private final SessionSeal seal;
    private final DcBook centres;

    SessionIntake(SessionSeal seal, DcBook centres) {
        this.seal = seal;
        this.centres = centres;
    }

    /** @param peers that the other client knew */
    record Brought(ImportedSession session, List<KnownPeer> peers) {}

    /** @param by whose account it becomes: the subject of who brought it */
    record Wish(
            @Nullable UUID workspace,
            String name,
            List<String> labels,
            @Nullable String phone,
            String by) {}

    /** What became of a session. */
    sealed interface Taken {
        /** A new account. */
        record As(UUID account) implements Taken {}

        /** It belongs into this account, whose session is gone: its owner has to put it there. */
        record Into(UUID account) implements Taken {}

        /** This account has it. */
        record Known(UUID account, @Nullable UUID workspace) implements Taken {}
    }

    /** @throws Failure UNPROCESSABLE {@code session.…} */
    Brought read(String text) {
        try {
            return checked(new Brought(SessionStrings.read(text), List.of()));
        } catch (RefusedSession refused) {
            throw Failure.unprocessable(
                    "session." + refused.reason().name().toLowerCase(Locale.ROOT), sentence(refused));
        }
    }

    /** As a string, for another node. Peers stay behind. */
    String text(Brought brought) {
        ImportedSession session = brought.session();
        return SessionStrings.write(
                Format.MTCUTE,
                new ImportedSession(
                        session.origin(),
                        session.dc(),
                        session.test(),
                        session.key(),
                        null,
                        session.userId(),
                        session.bot(),
                        centres.of(session.dc()).addresses().get(0)));
    }

    private static String sentence(RefusedSession refused) {
        String why = String.valueOf(refused.getMessage());
        return Character.toUpperCase(why.charAt(0)) + why.substring(1);
    }

    /** @throws Failure UNPROCESSABLE when it can be nobody's here */
    Brought checked(Brought brought) {
        ImportedSession session = brought.session();
        if (session.bot()) {
            throw Failure.unprocessable("session.bot", "This is a bot's session, and only people's can be used here");
        } else if (session.test() != centres.test()) {
            throw Failure.unprocessable(
                    "session.other_servers",
                    session.test()
                            ? "This session is of Telegram's test servers, and this instance works with the real ones"
                            : "This session is of Telegram's real servers, and this instance works with the test ones");
        }
        try {
            centres.of(session.dc());
        } catch (IllegalArgumentException e) {
            throw Failure.unprocessable("session.data_centre", "This instance does not know the session's data centre");
        }
        return brought;
    }

    /** As a new account, unless it is somebody's. */
    Future<Taken> take(Pg pg, Brought brought, Wish wish) {
        return pg.tx(tx -> take(tx, brought, wish));
    }

    Future<Taken> take(Sql tx, Brought brought, Wish wish) {
        var store = new IntakeStore(tx);
        long key = brought.session().key().id();
        Long person = brought.session().userId();
        return store.lock(key)
                .compose(locked -> store.withKey(key))
                .compose(found -> found.isPresent() || person == null
                        ? Future.succeededFuture(found)
                        : store.gone(person, wish.workspace()))
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(taken(found, wish)) : insert(store, brought, wish));
    }

    private static Taken taken(Optional<IntakeStore.Found> found, Wish wish) {
        IntakeStore.Found there = found.orElseThrow();
        boolean same = Objects.equals(there.workspace(), wish.workspace());
        return there.gone() && same
                ? new Taken.Into(there.account())
                : new Taken.Known(there.account(), there.workspace());
    }

    private Future<Taken> insert(IntakeStore store, Brought brought, Wish wish) {
        UUID account = UUID.randomUUID();
        return store.insert(sealed(account, 0, brought), brought.session().userId(), wish)
                .map(made -> new Taken.As(account));
    }

    SessionStore.Saved sealed(UUID account, long epoch, Brought brought) {
        ImportedSession session = brought.session();
        Long person = session.userId();
        var memory = new SessionMemory(session.dc(), session.key(), 0, 0);
        var saved = new SavedAccount(
                memory, session.test(), person == null ? 0 : person, false, UpdatesMemory.NONE, brought.peers());
        return new SessionStore.Saved(account, epoch, session.key().id(), session.dc(), seal.seal(account, saved));
    }

    static Failure known() {
        return Failure.conflict("session.known", "An account here has this session already");
    }
}
