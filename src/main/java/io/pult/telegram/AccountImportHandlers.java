package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.contract.telegram.AccountImport;
import io.pult.contract.telegram.AccountImport.Line;
import io.pult.contract.telegram.AccountImportOps;
import io.pult.contract.telegram.AccountImportOps.Session;
import io.pult.infra.Cursor;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.telegram.AccountImportStore.Brought;
import io.pult.telegram.AccountImportStore.Shown;
import io.pult.telegram.AccountImportStore.Stored;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Imports of many sessions: the request and what became of its lines. */
final class AccountImportHandlers {

    private final Bus bus;
    private final Pg pg;
    private final SessionSeal seal;
    private final AccountImportJobs jobs;
    private final Idempotency idempotency;
    private final TelegramAccountAudit audit;

    AccountImportHandlers(
            Bus bus,
            Pg pg,
            SessionSeal seal,
            AccountImportJobs jobs,
            Idempotency idempotency,
            TelegramAccountAudit audit) {
        this.bus = bus;
        this.pg = pg;
        this.seal = seal;
        this.jobs = jobs;
        this.idempotency = idempotency;
        this.audit = audit;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(AccountImportOps.CREATE, this::create),
                bus.serve(AccountImportOps.GET, this::get),
                bus.serve(AccountImportOps.LIST_LINES, this::lines));
    }

    Future<AccountImport> create(AccountImportOps.Create request, Call call) {
        var body = request.body();
        WorkspacePick.require(body.workspaceId(), call, MemberRole.OPERATOR);
        UUID id = UUID.randomUUID();
        return idempotency
                .once(
                        call,
                        AccountImportOps.CREATE,
                        request,
                        tx -> new AccountImportStore(tx)
                                .insert(id, body.workspaceId(), call.principal().subject(), sealed(id, body.sessions()))
                                .compose(made ->
                                        audit.brought(tx, call, body.sessions().size(), body.workspaceId()))
                                .compose(told -> new AccountImportStore(tx).find(id))
                                .map(found -> found.orElseThrow(AccountImportHandlers::unknown)
                                        .shown()))
                .compose(made -> made.job() == null ? begun(made) : Future.succeededFuture(made));
    }

    private List<Brought> sealed(UUID id, List<Session> sessions) {
        var lines = new ArrayList<Brought>(sessions.size());
        for (Session each : sessions) {
            int line = lines.size() + 1;
            lines.add(new Brought(
                    line,
                    each.name() == null ? "" : each.name(),
                    each.labels() == null ? List.of() : each.labels(),
                    seal.seal(each.session(), SessionSeal.importPlace(id, line))));
        }
        return lines;
    }

    private Future<AccountImport> begun(AccountImport made) {
        return jobs.started(made.id())
                .compose(started -> new AccountImportStore(pg).find(made.id()))
                .map(found -> found.map(Stored::shown).orElse(made));
    }

    Future<AccountImport> get(AccountImportOps.Get request, Call call) {
        return seen(request.importId(), call);
    }

    Future<Page<Line>> lines(AccountImportOps.ListLines request, Call call) {
        int limit = Cursor.limit(request.limit());
        return seen(request.importId(), call)
                .compose(seen ->
                        new AccountImportStore(pg).list(request.importId(), request.result(), request.cursor(), limit))
                .map(page -> new Page<>(
                        page.items().stream().map(row -> shown(row, call)).toList(), page.next()));
    }

    /** Which account has a session already is told to those who may see that account. */
    private static Line shown(Shown row, Call call) {
        Line line = row.line();
        return line.accountId() == null || AccountRights.may(row.workspace(), call, MemberRole.VIEWER)
                ? line
                : new Line(line.line(), line.name(), line.result(), null, null, line.code(), line.message());
    }

    private Future<AccountImport> seen(UUID id, Call call) {
        return new AccountImportStore(pg).find(id).map(found -> {
            AccountImport there =
                    found.orElseThrow(AccountImportHandlers::unknown).shown();
            if (!AccountRights.may(there.workspaceId(), call, MemberRole.VIEWER)) {
                throw unknown();
            }
            return there;
        });
    }

    private static Failure unknown() {
        return Failure.notFound("import.not_found", "There is no import with this id");
    }
}
