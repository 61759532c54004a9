package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.AccountExportOps;
import io.pult.contract.telegram.AccountExportOps.Export;
import io.pult.contract.telegram.AccountExportOps.Exported;
import io.pult.contract.telegram.AccountExportOps.Form;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Pg;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.format.Format;
import io.pult.mtproto.format.ImportedSession;
import io.pult.mtproto.format.RefusedSession;
import io.pult.mtproto.format.SessionStrings;
import io.pult.telegram.Routing.Owned;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;

/**
 * Gives a session away. Its connection is closed and its state says so before anybody has the string: the same key in two places
 * would be the end of it.
 */
final class SessionExport {
    private final Pg pg;
    private final SessionParts parts;
    private final AppChoice apps;
    private final DcBook centres;
    private final SignIns signIns;
    private final TelegramAccountAudit audit;
    private final InstantSource clock;

    SessionExport(
            Pg pg,
            HeldSessions held,
            AppChoice apps,
            DcBook centres,
            SignIns signIns,
            TelegramAccountAudit audit,
            InstantSource clock) {
        this.pg = pg;
        this.parts = held.parts();
        this.apps = apps;
        this.centres = centres;
        this.signIns = signIns;
        this.audit = audit;
        this.clock = clock;
    }

    Future<?> serve(Routing routing) {
        return routing.serveOwning(AccountExportOps.EXPORT, MemberRole.OWNER, "export", this::export);
    }

    private Future<Owned<Exported>> export(HeldSession session, Export ask, Call call) {
        call.requireConfirmed(clock.instant());
        Form form = ask.body().format();
        return new SessionStore(pg)
                .find(session.account())
                .map(found -> written(found.orElseThrow(Routing::unknown), form))
                .compose(possible -> session.end()
                        .compose(closed -> parts.saves().flush(session))
                        .compose(saved -> given(session, form, call))
                        .recover(cause -> signIns.release(session, cause)))
                .map(string -> Owned.release(new Exported(session.account(), form, string)));
    }

    private Future<String> given(HeldSession session, Form form, Call call) {
        return pg.tx(tx -> new SessionStore(tx)
                        .setState(session.account(), parts.lease().owner(), session.epoch(), State.EXPORTED, null)
                        .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(Ownership.notOwner()))
                        .compose(marked -> audit.account(
                                tx, call, "session_exported", session.account(), Map.of("format", form.name())))
                        .compose(told -> new SessionStore(tx).find(session.account()))
                        .map(found -> found.orElseThrow(Routing::unknown)))
                .onSuccess(parts.news()::changed)
                .map(row -> written(row, form));
    }

    /** @throws Failure CONFLICT {@code account.not_signed_in}, UNPROCESSABLE {@code export.incomplete} */
    private String written(SessionRow row, Form form) {
        String envelope = row.envelope();
        if (envelope == null || !(SignIns.isSignedIn(row.state()) || row.state() == State.EXPORTED)) {
            throw Failure.conflict("account.not_signed_in", "This account has no session that could be exported");
        }
        SavedAccount saved = parts.plans().saved(row, envelope);
        long person = saved.self() != 0 || row.telegramId() == null ? saved.self() : row.telegramId();
        int dc = saved.session().dc();
        try {
            return SessionStrings.write(
                    format(form),
                    new ImportedSession(
                            "Pult",
                            dc,
                            saved.test(),
                            saved.session().key(),
                            form == Form.PYROGRAM ? apps.of(row).apiId() : null,
                            person == 0 ? null : person,
                            false,
                            centres.of(dc).addresses().get(0)));
        } catch (RefusedSession refused) {
            throw Failure.unprocessable("export.incomplete", "Not in this format: " + refused.getMessage());
        }
    }

    private static Format format(Form form) {
        return switch (form) {
            case PYROGRAM -> Format.PYROGRAM;
            case TELETHON -> Format.TELETHON;
            case GRAMJS -> Format.GRAMJS;
            case MTCUTE -> Format.MTCUTE;
        };
    }
}
