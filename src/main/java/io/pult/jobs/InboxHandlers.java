package io.pult.jobs;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.InboxPicture;
import io.pult.contract.jobs.InboxState;
import io.pult.contract.jobs.JobsEvents;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** Puts questions to people and hands their answers to the concern that asked, without ever keeping one. */
final class InboxHandlers {
    /** Longer than the concern may take; after a node's death in between, the item can be answered again. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(20);

    private final Pg pg;
    private final InboxStore inbox;
    private final JobsAudit audit;
    private final Bus bus;
    private final String nodeName;

    InboxHandlers(Pg pg, JobsAudit audit, Bus bus, String nodeName) {
        this.pg = pg;
        this.inbox = new InboxStore(pg);
        this.audit = audit;
        this.bus = bus;
        this.nodeName = nodeName;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(InboxOps.LIST, this::list),
                bus.serve(InboxOps.PICTURE, this::picture),
                bus.serve(InboxOps.ANSWER, this::answer),
                bus.serve(InboxOps.OPEN, this::open),
                bus.serve(InboxOps.WITHDRAW, this::withdraw));
    }

    Future<Page<InboxItem>> list(InboxOps.ListInbox request, Call call) {
        return inbox.list(request);
    }

    Future<InboxPicture.Picture> picture(InboxOps.GetPicture request, Call call) {
        return find(request.id()).compose(item -> {
            if (item.state() != InboxState.OPEN) {
                throw Failure.of(Failure.Kind.GONE, "inbox.closed", "This waits for nobody any more");
            }
            var wanted = new InboxPicture(item.id(), item.kind(), InboxRules.picture(item));
            return bus.ask(InboxPicture.of(item.concern()), wanted, call.asSystem(nodeName));
        });
    }

    Future<Nothing> open(InboxOps.Open request, Call call) {
        InboxRules.check(request);
        return inbox.open(UUID.randomUUID(), request).map(changed -> {
            changed.ifPresent(this::tell);
            return Nothing.NOTHING;
        });
    }

    Future<Nothing> withdraw(InboxOps.Withdraw request, Call call) {
        return inbox.withdraw(request, call.principal().subject()).map(withdrawn -> {
            withdrawn.ifPresent(this::tell);
            return Nothing.NOTHING;
        });
    }

    Future<InboxItem> answer(InboxOps.AnswerItem request, Call call) {
        UUID answering = UUID.randomUUID();
        return find(request.id())
                .compose(item -> {
                    requireOpen(item);
                    InboxRules.checkAnswer(item, request.body().fields());
                    return inbox.reserve(item.id(), answering, ON_ITS_WAY);
                })
                .compose(reserved -> reserved.<Future<InboxItem>>map(Future::succeededFuture)
                        .orElseGet(() -> notReserved(request.id())))
                .compose(item -> handOver(item, request.body(), answering, call));
    }

    private Future<InboxItem> handOver(InboxItem item, InboxOps.Answer answer, UUID answering, Call call) {
        var handed = new InboxAnswer(item.id(), item.kind(), item.subject(), answer.fields());
        return bus.ask(InboxAnswer.of(item.concern()), handed, call.asSystem(nodeName))
                .compose(
                        acted -> close(item.id(), call),
                        // Also when the item cannot be freed: it frees itself, and the concern's reason counts.
                        refusal -> inbox.free(item.id(), answering).transform(freed -> Future.failedFuture(refusal)));
    }

    private Future<InboxItem> close(UUID id, Call call) {
        return pg.tx(tx -> new InboxStore(tx)
                        .answered(id, call.principal().subject())
                        .compose(closed -> closed.isEmpty()
                                ? Future.succeededFuture(closed)
                                : audit.answered(tx, call, closed.get()).map(closed)))
                .compose(closed -> {
                    closed.ifPresent(this::tell);
                    return closed.<Future<InboxItem>>map(Future::succeededFuture)
                            .orElseGet(() -> find(id));
                });
    }

    private Future<InboxItem> notReserved(UUID id) {
        return find(id).map(item -> {
            requireOpen(item);
            throw Failure.conflict("inbox.being_answered", "Another answer to this is on its way");
        });
    }

    private Future<InboxItem> find(UUID id) {
        return inbox.get(id)
                .map(found -> found.orElseThrow(
                        () -> Failure.notFound("inbox.not_found", "There is no inbox item with this id")));
    }

    private static void requireOpen(InboxItem item) {
        if (item.state() != InboxState.OPEN) {
            throw Failure.conflict("inbox.closed", "This waits for nobody any more");
        }
    }

    private void tell(InboxItem item) {
        bus.publish(JobsEvents.INBOX_CHANGED, item);
    }
}
