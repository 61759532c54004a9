package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.PasswordOps;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class PasswordHandlers {
    private final Pg pg;
    private final Outbox outbox;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final PasswordCheck passwords;
    private final InstantSource clock;

    PasswordHandlers(
            Pg pg,
            Outbox outbox,
            PasswordRules rules,
            PasswordHasher hasher,
            PasswordCheck passwords,
            InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.rules = rules;
        this.hasher = hasher;
        this.passwords = passwords;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(bus.serve(PasswordOps.CHANGE, this::change), bus.serve(PasswordOps.CONFIRM, this::confirm));
    }

    Future<Nothing> change(PasswordOps.ChangePassword request, Call call) {
        var asker = Asker.of(call);
        var body = request.body();
        return new UserStore(pg).find(asker.user()).compose(found -> {
            User user = found.orElseThrow(AccessTokens::unknown);
            String login = loginOf(user, body.login());
            rules.requireGood(body.newPassword(), login);
            return proven(user, body.currentPassword(), asker, call)
                    .compose(proven -> hasher.hash(body.newPassword()))
                    .compose(hash -> store(user, login, hash, asker, call));
        });
    }

    private static String loginOf(User user, @Nullable String wanted) {
        String login = user.login();
        if (login == null) {
            if (wanted == null) {
                throw Failure.unprocessable("login.needed", "A password needs a login beside it: give both");
            }
            PasswordRules.requireLogin(wanted);
            return wanted;
        }
        if (wanted != null) {
            throw Failure.unprocessable("login.fixed", "You have a login already");
        }
        return login;
    }

    /** By the current password; whoever has none has shown in another way, a moment ago, who they are. */
    private Future<?> proven(User user, @Nullable String current, Asker asker, Call call) {
        if (user.passwordHash() == null) {
            call.requireConfirmed(clock.instant());
            return Future.succeededFuture();
        }
        if (current == null) {
            throw Failure.unprocessable("password.current_needed", "This needs the current password too");
        }
        return shown(asker, current, "password.refused", call);
    }

    /** Counted by person, not by login: whoever guesses at a login from outside cannot keep its owner from this. */
    private Future<User> shown(Asker asker, String password, String refused, Call call) {
        return passwords
                .check(User.subject(asker.user()), call.address(), () -> new UserStore(pg).find(asker.user()), password)
                .compose(verdict -> {
                    User user = verdict.user().orElseThrow(AccessTokens::unknown);
                    return verdict.right() ? Future.succeededFuture(user) : refuse(user, refused, call);
                });
    }

    private Future<User> refuse(User user, String action, Call call) {
        if (user.passwordHash() == null) {
            throw Failure.unprocessable(
                    "password.none", "You have no password; show who you are in the way you signed in");
        }
        var refusal = Failure.forbidden("password.wrong", "This is not your password");
        var entry = AuditEntry.refused(call, clock.instant(), action, user.subject(), refusal);
        return outbox.put(pg, AuditEntry.RECORD, entry).compose(stored -> Future.failedFuture(refusal));
    }

    private Future<Nothing> store(User user, String login, String hash, Asker asker, Call call) {
        Instant now = clock.instant();
        return pg.tx(tx -> new UserStore(tx)
                .setPassword(user.id(), user.version(), login, hash, now)
                .compose(stored -> new SessionStore(tx).confirm(asker.session(), now))
                .compose(confirmed ->
                        new SessionStore(tx).endAllBut(user.id(), asker.session(), now, "password_changed"))
                .compose(ended -> tell(tx, user, ended, call, now))
                .map(Nothing.NOTHING));
    }

    private Future<Void> tell(Sql tx, User user, List<UUID> ended, Call call, Instant now) {
        var entry = AuditEntry.done(call, now, "user.password_changed", user.subject())
                .with(Map.of("sessions_ended", Integer.toString(ended.size())));
        var over = Stream.concat(
                Stream.of(RevocationStore.user(user.id())), ended.stream().map(RevocationStore::session));
        return outbox.put(tx, AuditEntry.RECORD, entry)
                .compose(put -> new RevocationStore(tx).add(over.toArray(String[]::new)));
    }

    Future<Nothing> confirm(PasswordOps.Confirm request, Call call) {
        var asker = Asker.of(call);
        return shown(asker, request.body().password(), "confirmation.refused", call)
                .compose(user -> pg.tx(tx -> Confirmation.renew(tx, outbox, asker, clock.instant(), call)))
                .map(Nothing.NOTHING);
    }
}
