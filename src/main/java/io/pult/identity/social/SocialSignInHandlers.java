package io.pult.identity.social;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.identity.Beginning;
import io.pult.identity.Client;
import io.pult.identity.Proof;
import io.pult.identity.SignIns;
import io.pult.identity.User;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;

/** Signs people in by what Telegram or Yandex says of them. */
final class SocialSignInHandlers {
    private static final String REFUSED = "social_sign_in.refused";

    private final TelegramProofs telegram;
    private final Passages passages;
    private final SocialUsers users;
    private final SocialProofStore proofs;
    private final SignIns signIns;
    private final Refusals refusals;
    private final InstantSource clock;

    SocialSignInHandlers(
            TelegramProofs telegram,
            Passages passages,
            SocialUsers users,
            SocialProofStore proofs,
            SignIns signIns,
            Refusals refusals,
            InstantSource clock) {
        this.telegram = telegram;
        this.passages = passages;
        this.users = users;
        this.proofs = proofs;
        this.signIns = signIns;
        this.refusals = refusals;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(SocialOps.START, this::start),
                bus.serve(SocialOps.TELEGRAM, this::telegram),
                bus.serve(SocialOps.YANDEX, this::yandex));
    }

    Future<SocialOps.Started> start(SocialOps.Start request, Call call) {
        return passages.begin(request.provider(), request.body(), null, call);
    }

    Future<SignedIn> telegram(SocialOps.SignIn request, Call call) {
        OneProof.require(request.body(), SocialProvider.TELEGRAM);
        return refusals.kept(call, REFUSED, SocialProvider.TELEGRAM, () -> {
            SignedPerson signed = telegram.signed(request.body(), TelegramProofs.LAUNCH);
            return signed == null ? byCode(SocialProvider.TELEGRAM, request, call) : bySignature(signed, request, call);
        });
    }

    Future<SignedIn> yandex(SocialOps.SignIn request, Call call) {
        OneProof.require(request.body(), SocialProvider.YANDEX);
        return refusals.kept(call, REFUSED, SocialProvider.YANDEX, () -> byCode(SocialProvider.YANDEX, request, call));
    }

    private Future<SignedIn> byCode(SocialProvider provider, SocialOps.SignIn request, Call call) {
        var client = Client.of(request.body().client(), request.userAgent());
        var proof = provider == SocialProvider.TELEGRAM ? Proof.TELEGRAM : Proof.YANDEX;
        return passages.end(provider, request.body(), request.pultSocial(), null, call)
                .compose(person -> users.of(person, call))
                .compose(user -> signIns.after(user, proof, client, call));
    }

    private Future<SignedIn> bySignature(SignedPerson signed, SocialOps.SignIn request, Call call) {
        boolean launch = request.body().initData() != null;
        var client = Client.of(launch ? ClientKind.MINI_APP : request.body().client(), request.userAgent());
        return proofs.claim(signed.hash(), UUID.randomUUID(), client, clock.instant())
                .compose(claim -> {
                    // Only a launch is shown again by those to whom it belongs: whenever the app is loaded anew.
                    if (!claim.now() && !(launch && claim.by(client))) {
                        return Future.failedFuture(replayed());
                    }
                    return users.of(signed.person(), call)
                            .compose(user -> sessionOf(claim.session(), user, signed, client, call));
                });
    }

    /** One session for one launch, also when it is shown several times at once. */
    private Future<SignedIn> sessionOf(UUID session, User user, SignedPerson signed, Client client, Call call) {
        return again(session, user, client, call)
                .recover(none -> none instanceof Failure failure && failure.is("social.replayed")
                        ? signIns.after(user, Proof.TELEGRAM, client, beginning(session, signed), call)
                                .recover(cause -> Pg.violates(cause, "session_pkey")
                                        ? again(session, user, client, call)
                                        : Future.failedFuture(cause))
                        : Future.failedFuture(none));
    }

    private Future<SignedIn> again(UUID session, User user, Client client, Call call) {
        if (client.kind() != ClientKind.MINI_APP) {
            return Future.failedFuture(replayed());
        }
        return signIns.again(user, session, call).map(found -> found.orElseThrow(SocialSignInHandlers::replayed));
    }

    private Beginning beginning(UUID session, SignedPerson signed) {
        return new Beginning(
                session, signed.shownAt(clock.instant()), signed.authDate().plus(TelegramProofs.LAUNCH));
    }

    static Failure replayed() {
        return Failure.unauthenticated(
                "social.replayed", "What Telegram gave was used already, elsewhere or in a session that is over");
    }
}
