package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AppSettings;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.RegistrationOps;
import io.pult.contract.identity.RegistrationOps.Register;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

final class RegistrationHandlers {
    private final Pg pg;
    private final Outbox outbox;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final SignIns signIns;
    private final InstantSource clock;

    RegistrationHandlers(
            Pg pg, Outbox outbox, PasswordRules rules, PasswordHasher hasher, SignIns signIns, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.rules = rules;
        this.hasher = hasher;
        this.signIns = signIns;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(RegistrationOps.REGISTER, this::register);
    }

    Future<SignedIn> register(Register request, Call call) {
        var body = request.body();
        var client = Client.of(body.client(), request.userAgent());
        return new AppSettingsStore(pg)
                .read()
                .compose(settings -> admitted(settings, body))
                .compose(settings -> hasher.hash(body.password()).compose(hash -> insert(body, hash, settings, call)))
                .compose(user -> signIns.after(user, Proof.PASSWORD, client, call));
    }

    /** What can be refused without hashing. Somebody else may still take the login before it is stored. */
    private Future<AppSettings> admitted(AppSettings settings, Register.Body body) {
        if (!settings.registrationEnabled()) {
            throw Failure.forbidden("registration.closed", "Registration is closed; ask an administrator");
        }
        PasswordRules.requireLogin(body.login());
        rules.requireGood(body.password(), body.login());
        return new UserStore(pg).byLogin(body.login()).map(other -> {
            if (other.isPresent()) {
                throw UserStore.loginTaken();
            }
            return settings;
        });
    }

    private Future<User> insert(Register.Body body, String hash, AppSettings settings, Call call) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        var user = new UserStore.NewUser(
                id,
                body.login(),
                hash,
                body.name() == null ? "" : body.name(),
                body.langCode() == null ? settings.langCode() : body.langCode(),
                Set.of(Role.USER),
                User.subject(id),
                now);
        var entry =
                AuditEntry.done(call, now, "user.registered", User.subject(id)).by(User.subject(id));
        return pg.tx(tx -> new UserStore(tx)
                .insert(user)
                .compose(inserted -> outbox.put(tx, AuditEntry.RECORD, entry))
                .map(new User(id, body.login(), hash, false, user.roles(), 1, now)));
    }
}
