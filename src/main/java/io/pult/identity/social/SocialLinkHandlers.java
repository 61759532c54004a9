package io.pult.identity.social;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SocialLogin;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.identity.Asker;
import io.pult.identity.Client;
import io.pult.identity.User;
import io.pult.identity.UserStore;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** The accounts elsewhere with which somebody signs in. Two users are never made one: what is linked stays where it is. */
final class SocialLinkHandlers {
    private final TelegramProofs telegram;
    private final Passages passages;
    private final Pg pg;
    private final Outbox outbox;
    private final Refusals refusals;
    private final InstantSource clock;

    SocialLinkHandlers(
            TelegramProofs telegram, Passages passages, Pg pg, Outbox outbox, Refusals refusals, InstantSource clock) {
        this.telegram = telegram;
        this.passages = passages;
        this.pg = pg;
        this.outbox = outbox;
        this.refusals = refusals;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(SocialOps.LIST, this::list),
                bus.serve(SocialOps.START_LINK, this::start),
                bus.serve(SocialOps.LINK, this::link),
                bus.serve(SocialOps.UNLINK, this::unlink));
    }

    Future<SocialOps.SocialLogins> list(Nothing request, Call call) {
        return new SocialLoginStore(pg).of(Asker.of(call).user()).map(SocialOps.SocialLogins::new);
    }

    Future<SocialOps.Started> start(SocialOps.Start request, Call call) {
        call.requireConfirmed(clock.instant());
        return passages.begin(request.provider(), request.body(), Asker.of(call).user(), call);
    }

    Future<SocialLogin> link(SocialOps.Link request, Call call) {
        var asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        OneProof.require(request.body(), request.provider());
        return refusals.kept(
                call,
                "social_login.link_refused",
                request.provider(),
                () -> shown(request, asker, call).compose(person -> pg.tx(tx -> link(tx, person, asker.user(), call))));
    }

    private Future<ExternalPerson> shown(SocialOps.Link request, Asker asker, Call call) {
        SignedPerson signed = telegram.signed(request.body(), TelegramProofs.MOMENT);
        if (signed == null) {
            return passages.end(request.provider(), request.body(), null, asker.user(), call);
        }
        UUID session = asker.signIn().session();
        var here = new Client(ClientKind.API, null);
        return new SocialProofStore(pg)
                .claim(signed.hash(), session, here, clock.instant())
                .map(claim -> {
                    if (!claim.session().equals(session)) {
                        throw SocialSignInHandlers.replayed();
                    }
                    return signed.person();
                });
    }

    private Future<SocialLogin> link(Sql tx, ExternalPerson person, UUID user, Call call) {
        var logins = new SocialLoginStore(tx);
        return logins.of(user).compose(held -> {
            var same = held.stream()
                    .filter(login -> login.provider() == person.provider()
                            && login.externalId().equals(person.id()))
                    .findFirst();
            if (same.isPresent()) {
                return Future.succeededFuture(same.get());
            }
            return logins.insert(person, user, clock.instant())
                    .compose(login -> outbox.put(
                                    tx, AuditEntry.RECORD, entry(call, "social_login.linked", user, login.provider()))
                            .map(login));
        });
    }

    Future<Nothing> unlink(SocialOps.Unlink request, Call call) {
        var asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return refusals.kept(
                call,
                "social_login.unlink_refused",
                request.provider(),
                () -> pg.tx(tx -> unlink(tx, request.provider(), asker.user(), call)));
    }

    private Future<Nothing> unlink(Sql tx, SocialProvider provider, UUID user, Call call) {
        var logins = new SocialLoginStore(tx);
        var users = new UserStore(tx);
        return users.findLocked(user)
                .compose(locked -> logins.of(user))
                .compose(held -> held.stream().anyMatch(login -> login.provider() == provider)
                        ? logins.delete(user, provider)
                        : Future.failedFuture(
                                Failure.notFound("social.not_linked", "No account of this provider is linked to you")))
                .compose(deleted -> users.requireWayIn(user))
                .compose(
                        gone -> outbox.put(tx, AuditEntry.RECORD, entry(call, "social_login.unlinked", user, provider)))
                .map(Nothing.NOTHING);
    }

    private AuditEntry entry(Call call, String action, UUID user, SocialProvider provider) {
        return AuditEntry.done(call, clock.instant(), action, User.subject(user))
                .with(Map.of("provider", provider.text()));
    }
}
