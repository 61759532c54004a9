package io.pult.identity;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a password is somebody's. Who guesses is slowed down, and does not learn from the time it takes whether there is
 * such a somebody: the hasher is asked once in any case.
 */
final class PasswordCheck {
    private static final Logger log = LoggerFactory.getLogger(PasswordCheck.class);

    private final PasswordHasher hasher;
    private final Attempts attempts;
    private final UserStore users;

    PasswordCheck(PasswordHasher hasher, Attempts attempts, UserStore users) {
        this.hasher = hasher;
        this.attempts = attempts;
        this.users = users;
    }

    /** @param right the password is this person's */
    record Verdict(Optional<User> user, boolean right) {}

    /**
     * @param account by which attempts are counted, whether or not it exists
     * @param find of the person, asked when an attempt may be made
     * @return fails with TOO_MANY {@code login.slow_down} or {@code password.busy}
     */
    Future<Verdict> check(
            String account, @Nullable String address, Supplier<Future<Optional<User>>> find, String password) {
        return attempts.begin(account, address)
                .compose(attempt -> find.get()
                        .compose(user -> verdict(user, password))
                        .compose(
                                verdict ->
                                        verdict.right ? attempt.right().map(verdict) : Future.succeededFuture(verdict),
                                cause -> attempt.withdraw().transform(withdrawn -> Future.failedFuture(cause))))
                .compose(verdict -> verdict.right ? renewed(verdict, password) : Future.succeededFuture(verdict));
    }

    private Future<Verdict> verdict(Optional<User> user, String password) {
        String kept = user.map(User::passwordHash).orElse(null);
        return hasher.verify(password, kept == null ? hasher.decoy() : kept)
                .map(same -> new Verdict(user, same && kept != null));
    }

    /** The only moment in which the password is there to be hashed at the cost of now. */
    private Future<Verdict> renewed(Verdict verdict, String password) {
        User user = verdict.user.orElseThrow();
        String kept = user.passwordHash();
        if (kept == null || !hasher.outdated(kept)) {
            return Future.succeededFuture(verdict);
        }
        return hasher.hash(password)
                .compose(fresh -> users.renewHash(user.id(), kept, fresh))
                .onSuccess(
                        renewed -> log.atInfo().addKeyValue("user", user.id()).log("a password was hashed anew"))
                .onFailure(cause -> log.atInfo()
                        .addKeyValue("user", user.id())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("a password keeps its old hash until the next sign-in"))
                .map(verdict)
                .otherwise(verdict);
    }
}
