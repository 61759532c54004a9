package io.pult.telegram;

import io.pult.infra.Backoff;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who held which session when it was last heard of: a memory, not the truth, which the owner itself refuses when it is wrong.
 * Confined to one loop.
 */
final class Routes {
    private static final int MOST = 20_000;
    private static final int MOST_WAITING = 10_000;
    private static final int LOOKS = 1_000;
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), LOOKS);

    private final Ticker timers;
    private final Map<UUID, List<Promise<Boolean>>> waiting = new HashMap<>();
    private final Map<UUID, Route> routes = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Route> eldest) {
            return size() > MOST;
        }
    };
    private boolean closed;
    private int waiters;
    private @Nullable Promise<Void> idle;

    record Route(UUID owner, long epoch) {}

    Routes(Ticker timers) {
        this.timers = timers;
    }

    @Nullable
    Route find(UUID account) {
        return routes.get(account);
    }

    Route put(UUID account, UUID owner, long epoch) {
        var route = new Route(owner, epoch);
        routes.put(account, route);
        return route;
    }

    void forget(UUID account) {
        routes.remove(account);
    }

    /** A node told that it claimed the session: whoever waits for that goes on. */
    void claimed(UUID account, UUID owner, long epoch) {
        Route known = routes.get(account);
        if (known == null || known.epoch < epoch) {
            put(account, owner, epoch);
        }
        List<Promise<Boolean>> told = waiting.remove(account);
        if (told != null) {
            told.forEach(each -> each.tryComplete(true));
        }
    }

    /** A node told that it gave the session up; by the time it is heard, another may have it. */
    void freed(UUID account, UUID by) {
        Route known = routes.get(account);
        if (known != null && known.owner.equals(by)) {
            routes.remove(account);
        }
    }

    /**
     * Waits for news of who holds the session, and not for ever: news may get lost.
     *
     * @param attempt from 1; the later, the longer without news
     * @return false when there is no point in waiting: too many do, or this node stops
     */
    Future<Boolean> changed(UUID account, int attempt, Duration atMost) {
        if (closed || waiters >= MOST_WAITING) {
            return Future.succeededFuture(false);
        }
        waiters++;
        Promise<Boolean> news = Promise.promise();
        waiting.computeIfAbsent(account, first -> new ArrayList<>(2)).add(news);
        Duration pause = PAUSES.after(attempt);
        Runnable cancel = timers.after(pause.compareTo(atMost) < 0 ? pause : atMost, () -> news.tryComplete(true));
        return news.future().onComplete(heard -> {
            waiters--;
            cancel.run();
            waiting.computeIfPresent(account, (same, all) -> {
                all.remove(news);
                return all.isEmpty() ? null : all;
            });
            if (waiters == 0 && idle != null) {
                idle.tryComplete();
            }
        });
    }

    /**
     * This node stops, and others claim what it gave up.
     *
     * @return when nobody waits here any more; whoever still does after the given time is told that there is no point
     */
    Future<Void> close(Duration atMost) {
        Promise<Void> over = Promise.promise();
        idle = over;
        if (waiters == 0) {
            over.complete();
        }
        Runnable cancel = timers.after(atMost, over::tryComplete);
        return over.future().onComplete(done -> {
            cancel.run();
            closed = true;
            List<Promise<Boolean>> all = new ArrayList<>();
            waiting.values().forEach(all::addAll);
            all.forEach(each -> each.tryComplete(false));
        });
    }
}
