package io.pult.identity.social;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.identity.Asker;
import io.pult.identity.Client;
import io.pult.identity.Confirmation;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Lets a new launch of the Mini App show again who somebody is, before dangerous acts. */
final class SocialConfirmationHandlers {
    private final TelegramProofs telegram;
    private final Pg pg;
    private final Outbox outbox;
    private final Refusals refusals;
    private final InstantSource clock;

    SocialConfirmationHandlers(TelegramProofs telegram, Pg pg, Outbox outbox, Refusals refusals, InstantSource clock) {
        this.telegram = telegram;
        this.pg = pg;
        this.outbox = outbox;
        this.refusals = refusals;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(SocialOps.CONFIRM, this::confirm);
    }

    Future<SocialOps.Confirmed> confirm(SocialOps.Confirm request, Call call) {
        var asker = Asker.of(call);
        return refusals.kept(call, "session.confirmation_refused", SocialProvider.TELEGRAM, () -> {
            SignedPerson signed = telegram.launch(request.body().initData(), TelegramProofs.MOMENT);
            Instant now = clock.instant();
            Instant at = signed.shownAt(now);
            return pg.tx(tx -> requireLinked(tx, signed, asker.user())
                    .compose(linked -> requireOwn(tx, signed, asker.signIn(), now))
                    .compose(own -> later(tx, asker, at, call)));
        });
    }

    private static Future<?> requireLinked(Sql tx, SignedPerson signed, UUID user) {
        return new SocialLoginStore(tx)
                .owner(SocialProvider.TELEGRAM, signed.person().id())
                .map(owner -> owner.filter(user::equals)
                        .orElseThrow(() -> Failure.forbidden(
                                "social.not_linked", "This account of Telegram is not linked to you")));
    }

    /** A launch confirms the one session that it was shown in. */
    private static Future<?> requireOwn(Sql tx, SignedPerson signed, SignIn signIn, Instant now) {
        var here = new Client(ClientKind.MINI_APP, null);
        return new SocialProofStore(tx)
                .claim(signed.hash(), signIn.session(), here, now)
                .map(claim -> {
                    if (!claim.session().equals(signIn.session())) {
                        throw SocialSignInHandlers.replayed();
                    }
                    return claim;
                });
    }

    private Future<SocialOps.Confirmed> later(Sql tx, Asker asker, Instant at, Call call) {
        SignIn signIn = asker.signIn();
        if (!at.isAfter(signIn.confirmedAt())) {
            return Future.succeededFuture(new SocialOps.Confirmed(signIn.confirmedAt()));
        }
        return Confirmation.renew(tx, outbox, asker, at, call).map(told -> new SocialOps.Confirmed(at));
    }
}
