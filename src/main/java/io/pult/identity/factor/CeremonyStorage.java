package io.pult.identity.factor;

import io.vertx.core.Future;
import io.vertx.ext.auth.webauthn4j.Authenticator;
import io.vertx.ext.auth.webauthn4j.CredentialStorage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The storage as the library sees it: what {@link PasskeyStore} has read for one ceremony, and where it leaves what is to be
 * written. The library asks in the middle of its cryptography, which is on a worker, where no connection to the database
 * lives; and what it writes has to stand or fall with the session and the audit, in one transaction.
 *
 * <p>The library's user name is the ceremony's id. Thread-safe.
 */
final class CeremonyStorage implements CredentialStorage {
    private final Map<String, Ceremony> open = new ConcurrentHashMap<>();

    /** Used by one thread after another. */
    static final class Ceremony {
        private final List<Authenticator> known;
        private @Nullable Authenticator result;

        private Ceremony(List<Authenticator> known) {
            this.known = known;
        }

        /** The new credential, or the known one with its new count. */
        Authenticator result() {
            return Objects.requireNonNull(result, "the library has stored nothing");
        }
    }

    /** To be closed, whatever comes. */
    String begin(List<PasskeyStore.Stored> known) {
        String id = UUID.randomUUID().toString();
        open.put(id, new Ceremony(known.stream().map(key -> known(key, id)).toList()));
        return id;
    }

    Ceremony end(String id) {
        return Objects.requireNonNull(open.remove(id), "a ceremony ends once");
    }

    private static Authenticator known(PasskeyStore.Stored passkey, String ceremony) {
        return new Authenticator()
                .setUsername(ceremony)
                .setCredID(passkey.credential())
                .setPublicKey(passkey.publicKey())
                .setAaguid(passkey.aaguid())
                .setCounter(passkey.signCount());
    }

    @Override
    public Future<List<Authenticator>> find(@Nullable String ceremony, @Nullable String credential) {
        return Future.succeededFuture(of(ceremony).known.stream()
                .filter(key -> credential == null || credential.equals(key.getCredID()))
                .toList());
    }

    @Override
    public Future<Void> storeCredential(Authenticator made) {
        of(made.getUsername()).result = made;
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> updateCounter(Authenticator used) {
        of(used.getUsername()).result = used;
        return Future.succeededFuture();
    }

    private Ceremony of(@Nullable String id) {
        return Objects.requireNonNull(open.get(Objects.requireNonNull(id)), "no such ceremony");
    }
}
