package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.telegram.AccountImportOps;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.pult.telegram.AccountImportStore.Stored;
import io.pult.telegram.AccountImportStore.Waiting;
import io.pult.telegram.SessionIntake.Taken;
import io.pult.telegram.SessionIntake.Wish;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The job {@code account_import}: each step looks at some lines, each line once. */
final class AccountImportSteps {
    static final String KIND = "account_import";

    private static final String IMPORT = "import";
    private static final int A_STEP = 20;

    /** Of another node or the database: the step is tried again. */
    private static final Set<Failure.Kind> PASSES =
            EnumSet.of(Failure.Kind.UNAVAILABLE, Failure.Kind.TIMEOUT, Failure.Kind.INTERNAL);

    private static final Supplier<Future<Void>> DONE = Future::succeededFuture;

    private final Bus bus;
    private final Pg pg;
    private final SessionSeal seal;
    private final SessionIntake intake;

    AccountImportSteps(Bus bus, Pg pg, SessionSeal seal, SessionIntake intake) {
        this.bus = bus;
        this.pg = pg;
        this.seal = seal;
        this.intake = intake;
    }

    Future<?> serve() {
        return bus.serve(JobStep.of("telegram", KIND), this::step);
    }

    static Map<String, Object> args(UUID id) {
        return Map.of(IMPORT, id.toString());
    }

    private Future<JobStep.Result> step(JobStep step, Call call) {
        UUID id = UUID.fromString(String.valueOf(step.args().get(IMPORT)));
        int from = step.cursor() == null ? 0 : Integer.parseInt(step.cursor());
        var store = new AccountImportStore(pg);
        return store.find(id)
                .map(found -> found.orElseThrow(AccountImportSteps::gone))
                .compose(of -> store.after(id, from, A_STEP)
                        .compose(lines -> walk(of, lines, call)
                                .map(walked -> result(lines, of.shown().lines()))));
    }

    private static JobStep.Result result(List<Integer> lines, long total) {
        String cursor =
                lines.size() < A_STEP ? null : lines.get(lines.size() - 1).toString();
        return new JobStep.Result(cursor, lines.size(), total);
    }

    private Future<?> walk(Stored of, List<Integer> lines, Call call) {
        Future<?> chain = Future.succeededFuture();
        for (int line : lines) {
            chain = chain.compose(before -> look(of, line, call));
        }
        return chain;
    }

    /** What is made of the line and what it says of that stand together; what another account's owner has to do comes after. */
    private Future<?> look(Stored of, int line, Call call) {
        UUID id = of.shown().id();
        return pg.tx(tx -> {
                    var lines = new AccountImportStore(tx);
                    return lines.lock(id, line)
                            .compose(waiting -> waiting.isEmpty()
                                    ? Future.succeededFuture(DONE)
                                    : take(of, waiting.get(), lines, tx, call));
                })
                .compose(Supplier::get)
                .recover(cause -> cause instanceof Failure failure && !PASSES.contains(failure.kind())
                        ? new AccountImportStore(pg).refused(id, line, null, failure)
                        : Future.failedFuture(cause));
    }

    /** @return what is left to do when the transaction stands */
    private Future<Supplier<Future<Void>>> take(
            Stored of, Waiting waiting, AccountImportStore lines, Sql tx, Call call) {
        UUID id = of.shown().id();
        int line = waiting.line();
        String text = seal.open(waiting.sealed(), SessionSeal.importPlace(id, line));
        var wish = new Wish(of.shown().workspaceId(), waiting.name(), waiting.labels(), null, of.createdBy());
        return intake.take(tx, intake.read(text), wish).compose(taken -> {
            if (taken instanceof Taken.As made) {
                return lines.imported(id, line, made.account()).map(DONE);
            } else if (taken instanceof Taken.Into into) {
                return lines.begin(id, line, into.account()).map(() -> into(id, line, into.account(), text, call));
            }
            UUID account = ((Taken.Known) taken).account();
            // An earlier try may have put it there without living to say so.
            return (account.equals(waiting.account())
                            ? lines.imported(id, line, account)
                            : lines.refused(id, line, account, SessionIntake.known()))
                    .map(DONE);
        });
    }

    private Future<Void> into(UUID id, int line, UUID account, String text, Call call) {
        return bus.ask(AccountImportOps.INTO, new AccountImportOps.Into(account, text), call)
                .compose(done -> new AccountImportStore(pg).imported(id, line, account));
    }

    private static Failure gone() {
        return Failure.notFound("import.not_found", "There is no import with this id");
    }
}
