package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.AccountImportOps;
import io.pult.contract.telegram.AccountImportOps.FromFile;
import io.pult.contract.telegram.AccountImportOps.Import;
import io.pult.contract.telegram.AccountImportOps.Imported;
import io.pult.contract.telegram.AccountImportOps.Into;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Pg;
import io.pult.telegram.Routing.Owned;
import io.pult.telegram.SessionIntake.Brought;
import io.pult.telegram.SessionIntake.Taken;
import io.pult.telegram.SessionIntake.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One session at a time: into an account that is there, from a file, and for other concerns. */
final class SessionImportHandlers {
    private final Vertx vertx;
    private final Bus bus;
    private final Pg pg;
    private final UUID owner;
    private final SessionIntake intake;
    private final TelegramAccountAudit audit;

    SessionImportHandlers(Vertx vertx, Bus bus, Pg pg, UUID owner, SessionIntake intake, TelegramAccountAudit audit) {
        this.vertx = vertx;
        this.bus = bus;
        this.pg = pg;
        this.owner = owner;
        this.intake = intake;
        this.audit = audit;
    }

    Future<?> serve(Routing routing) {
        return Future.all(
                routing.serveOwning(AccountImportOps.INTO, MemberRole.OPERATOR, "import", this::into),
                bus.serve(AccountImportOps.FROM_FILE, this::fromFile),
                bus.serve(AccountImportOps.IMPORT, this::one));
    }

    /** Its owner lets it go afterwards: whoever claims it then connects with what is there now. */
    private Future<Owned<Imported>> into(HeldSession session, Into ask, Call call) {
        Brought brought = intake.read(ask.body().session());
        SignInTalk talk = session.talk();
        if (talk != null && !talk.over()) {
            return Future.failedFuture(
                    Failure.conflict("sign_in.busy", "A sign-in of this account is under way; cancel it first"));
        }
        UUID account = ask.account();
        return pg.tx(tx -> {
                    var store = new IntakeStore(tx);
                    return new SessionStore(tx)
                            .find(account)
                            .map(found -> fitting(found.orElseThrow(Routing::unknown), brought))
                            .compose(row -> store.lock(brought.session().key().id()))
                            .compose(locked ->
                                    store.withKey(brought.session().key().id()))
                            .compose(there ->
                                    there.filter(other -> !other.account().equals(account))
                                                    .isPresent()
                                            ? Future.failedFuture(SessionIntake.known())
                                            : store.replace(
                                                    owner,
                                                    intake.sealed(account, session.epoch(), brought),
                                                    brought.session().userId()))
                            .compose(ours -> ours
                                    ? audit.account(tx, call, "session_imported", account, origin(brought))
                                    : Future.failedFuture(Ownership.notOwner()));
                })
                .map(put -> Owned.release(new Imported(account, State.READY)));
    }

    private static SessionRow fitting(SessionRow row, Brought brought) {
        if (SignIns.isSignedIn(row.state()) && row.envelope() != null) {
            throw Failure.conflict("sign_in.already", "This account is signed in; log it out first");
        }
        Long person = brought.session().userId();
        if (person != null && row.telegramId() != null && !person.equals(row.telegramId())) {
            throw Failure.conflict("account.other_person", "This session is another person's than the account");
        }
        return row;
    }

    private Future<Imported> fromFile(FromFile request, Call call) {
        WorkspacePick.require(request.workspaceId(), call, MemberRole.OPERATOR);
        byte[] bytes = Base64.getDecoder().decode(request.body().data());
        var wish = new Wish(
                request.workspaceId(),
                request.name() == null ? "" : request.name(),
                List.of(),
                null,
                call.principal().subject());
        return vertx.executeBlocking(() -> SessionFile.read(bytes), false)
                .map(intake::checked)
                .compose(brought -> taken(brought, wish, call));
    }

    /** Whoever asks this may; that was looked at there. */
    private Future<Imported> one(Import request, Call call) {
        Brought brought = intake.read(request.session());
        String phone =
                request.phone() == null ? null : PhoneNumber.of(request.phone()).e164();
        var wish = new Wish(
                request.workspaceId(),
                request.name() == null ? "" : request.name(),
                List.of(),
                phone,
                call.principal().subject());
        return taken(brought, wish, call).recover(cause -> sameAgain(brought, wish, cause));
    }

    /** An answer that got lost is asked for again. */
    private Future<Imported> sameAgain(Brought brought, Wish wish, Throwable cause) {
        if (!(cause instanceof Failure failure && failure.is("session.known"))) {
            return Future.failedFuture(cause);
        }
        return new IntakeStore(pg)
                .withKey(brought.session().key().id())
                .compose(found -> found.filter(there -> Objects.equals(there.workspace(), wish.workspace()))
                        .map(there -> Future.succeededFuture(new Imported(there.account(), there.state())))
                        .orElseGet(() -> Future.failedFuture(cause)));
    }

    private Future<Imported> taken(Brought brought, Wish wish, Call call) {
        return pg.tx(tx -> intake.take(tx, brought, wish)
                        .compose(taken -> taken instanceof Taken.As made
                                ? audit.account(tx, call, "session_imported", made.account(), origin(brought))
                                        .map(taken)
                                : Future.succeededFuture(taken)))
                .compose(taken -> {
                    if (taken instanceof Taken.As made) {
                        return Future.succeededFuture(new Imported(made.account(), State.READY));
                    } else if (taken instanceof Taken.Into into) {
                        var ask = new Into(into.account(), intake.text(brought));
                        return bus.ask(AccountImportOps.INTO, ask, call);
                    }
                    return Future.failedFuture(known((Taken.Known) taken, call));
                });
    }

    private static Failure known(Taken.Known there, Call call) {
        Failure failure = SessionIntake.known();
        return AccountRights.may(there.workspace(), call, MemberRole.VIEWER)
                ? failure.with("account_id", there.account().toString())
                : failure;
    }

    private static Map<String, String> origin(Brought brought) {
        return Map.of("origin", brought.session().origin());
    }
}
