package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.telegram.OwnershipOps;
import io.pult.contract.telegram.OwnershipOps.GetHistory;
import io.pult.contract.telegram.OwnershipOps.ListClaims;
import io.pult.contract.telegram.OwnershipOps.ListNodes;
import io.pult.contract.telegram.OwnershipOps.Summarize;
import io.pult.contract.telegram.SessionClaim;
import io.pult.contract.telegram.TelegramNode;
import io.pult.contract.telegram.TelegramSample;
import io.pult.contract.telegram.TelegramSummary;
import io.pult.infra.Cursor;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What administrators see of the nodes and of who holds what. */
final class OwnershipHandlers {
    private static final int MAX_NAME = 200;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final TelegramNodeStore nodes;
    private final ClaimLogStore claims;
    private final TelegramSampleStore samples;

    OwnershipHandlers(TelegramNodeStore nodes, ClaimLogStore claims, TelegramSampleStore samples) {
        this.nodes = nodes;
        this.claims = claims;
        this.samples = samples;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(OwnershipOps.SUMMARY, this::summary),
                bus.serve(OwnershipOps.NODES, this::nodes),
                bus.serve(OwnershipOps.CLAIMS, this::claims),
                bus.serve(OwnershipOps.HISTORY, this::history));
    }

    Future<TelegramSummary> summary(Summarize request, Call call) {
        return nodes.live()
                .compose(live -> nodes.counts()
                        .map(counts -> new TelegramSummary(
                                counts.states().values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                counts.states(),
                                sum(live, TelegramNode::held),
                                counts.waiting(),
                                sum(live, TelegramNode::connected),
                                sum(live, TelegramNode::resting),
                                counts.floods(),
                                live)));
    }

    private static int sum(List<TelegramNode> nodes, ToIntFunction<TelegramNode> number) {
        return nodes.stream().mapToInt(number).sum();
    }

    Future<Page<TelegramNode>> nodes(ListNodes request, Call call) {
        return nodes.live().map(live -> new Page<>(live, null));
    }

    Future<Page<SessionClaim>> claims(ListClaims request, Call call) {
        String node = request.node();
        if (node != null && (node.length() > MAX_NAME || node.indexOf('\0') >= 0)) {
            throw Failure.invalid("node.invalid", "node is the name of a node, at most " + MAX_NAME + " characters");
        }
        return claims.list(request, Cursor.limit(request.limit()));
    }

    Future<Page<TelegramSample>> history(GetHistory request, Call call) {
        Instant from = request.from();
        Instant to = request.to();
        if (outside(from) || outside(to) || (from != null && to != null && !from.isBefore(to))) {
            throw Failure.invalid("range.invalid", "from must be before to, and both from 2000 to 2200");
        }
        return samples.list(from, to).map(all -> new Page<>(all, null));
    }

    private static boolean outside(@Nullable Instant at) {
        return at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST));
    }
}
