package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.vk.AccountLinkOps;
import io.pult.contract.vk.AccountLinkOps.AddByUrls;
import io.pult.contract.vk.AccountLinkOps.Line;
import io.pult.contract.vk.AccountLinkOps.Lines;
import io.pult.contract.vk.AccountLinkOps.Result;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Adds accounts by what people paste. */
final class AccountLinkHandlers {
    /** Kept of the caller's time for the table and the way back. */
    private static final Duration RESERVE = Duration.ofSeconds(8);

    private static final Duration FOR_NAMES = Duration.ofSeconds(15);
    /** Where only labels are to be had, nobody waits long for them. */
    private static final Duration FOR_LABELS = Duration.ofSeconds(2);

    /** Each announcement makes every node look at the account; a longer list is read by whoever added it. */
    private static final int ANNOUNCED = 200;

    private final Pg pg;
    private final Bus bus;
    private final LinkResolver resolver;
    private final Idempotency idempotency;
    private final String node;
    private final Runnable lookup;
    private final AccountAudit audit;

    /** @param lookup wakes whoever asks VK about what was added without asking */
    AccountLinkHandlers(
            Pg pg,
            Bus bus,
            LinkResolver resolver,
            Idempotency idempotency,
            String node,
            Runnable lookup,
            AccountAudit audit) {
        this.pg = pg;
        this.bus = bus;
        this.resolver = resolver;
        this.idempotency = idempotency;
        this.node = node;
        this.lookup = lookup;
        this.audit = audit;
    }

    Future<?> serve() {
        return bus.serve(AccountLinkOps.ADD_BY_URLS, this::add);
    }

    Future<Lines> add(AddByUrls request, Call call) {
        AddByUrls.Body body = request.body();
        boolean dry = Boolean.TRUE.equals(body.dryRun());
        List<LinkTarget> read = body.urls().stream()
                .map(url -> LinkTarget.of(VkLink.parse(url), body.kind()))
                .toList();
        return resolver.resolve(read, asking(read, call)).compose(targets -> {
            var adding = new LinkAdding(body.urls(), targets);
            return dry
                    ? adding.run(new AccountLinkStore(pg), true)
                    : idempotency
                            .once(
                                    call,
                                    AccountLinkOps.ADD_BY_URLS,
                                    request,
                                    tx -> adding.run(new AccountLinkStore(tx), false)
                                            .compose(lines -> audit.addedByLinks(tx, call, lines.added())
                                                    .map(lines)))
                            .onSuccess(this::announce);
        });
    }

    /** The pool is asked by the system: who may add accounts need not be one who may call VK. */
    private Call asking(List<LinkTarget> targets, Call call) {
        boolean names = targets.stream().anyMatch(LinkTarget.Named.class::isInstance);
        Duration most = call.remaining().minus(RESERVE);
        Duration wanted = names ? FOR_NAMES : FOR_LABELS;
        Duration budget = wanted.compareTo(most) < 0 ? wanted : most;
        Call asked = call.asSystem(node);
        return new Call(
                asked.principal(),
                asked.requestId(),
                System.nanoTime() + budget.toNanos(),
                asked.address(),
                asked.locale(),
                null);
    }

    private void announce(Lines lines) {
        if (lines.added() == 0) {
            return;
        }
        lookup.run();
        if (lines.added() <= ANNOUNCED) {
            lines.lines().stream()
                    .filter(line -> line.result() == Result.ADDED)
                    .map(Line::account)
                    .forEach(account -> {
                        if (account != null) {
                            bus.publish(SystemAccountOps.CHANGED, new Changed(account.id(), account.status()));
                        }
                    });
        }
    }
}
