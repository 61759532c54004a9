package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Page;
import io.pult.contract.vk.MatrixOps;
import io.pult.contract.vk.MatrixOps.GetMatrix;
import io.pult.contract.vk.MatrixOps.Matrix;
import io.pult.infra.Cursor;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.TokenLogCounts.Use;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows which token goes with which method, and why. */
final class MatrixHandlers {
    private static final String SORT = "id";
    private static final int MAX_METHODS = 200;
    /** Whoever has not gone with a method for so long has never used it. */
    private static final Duration LATELY = Duration.ofDays(7);

    private final MatrixStore store;
    private final LockStore locks;
    private final TokenLogCounts counts;
    private final TokenLogWriter attempts;
    private final TokenVault vault;
    private final TokenPool pool;
    private final InstantSource clock;

    MatrixHandlers(
            MatrixStore store,
            LockStore locks,
            TokenLogCounts counts,
            TokenLogWriter attempts,
            TokenVault vault,
            TokenPool pool,
            InstantSource clock) {
        this.store = store;
        this.locks = locks;
        this.counts = counts;
        this.attempts = attempts;
        this.vault = vault;
        this.pool = pool;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(MatrixOps.GET, this::get);
    }

    Future<Matrix> get(GetMatrix request, Call call) {
        int limit = Cursor.limit(request.limit());
        Cursor cursor = Cursor.decode(request.cursor(), SORT, 1);
        UUID after = cursor == null ? null : cursor.uuid(0);
        // Once, before the accounts, whose pages follow.
        PoolToken environment = after == null ? vault.ofEnvironment() : null;
        return store.accountsAfter(after, limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        stored -> List.of(stored.account().id().toString())))
                .compose(page -> used(page).compose(uses -> matrix(page, environment, uses)));
    }

    private Future<List<Use>> used(Page<Stored> page) {
        List<UUID> accounts =
                page.items().stream().map(stored -> stored.account().id()).toList();
        return attempts.caughtUp()
                .compose(written -> counts.usesSince(clock.instant().minus(LATELY), accounts));
    }

    private Future<Matrix> matrix(Page<Stored> page, @Nullable PoolToken environment, List<Use> uses) {
        var names = new ArrayList<>(page.items().stream()
                .map(stored -> stored.account().id().toString())
                .toList());
        if (environment != null) {
            names.add(environment.member());
        }
        return methods(uses)
                .compose(methods -> pool.look(names, methods).map(view -> {
                    var rows = new MatrixRows(view, methods, new HashSet<>(uses), clock.instant());
                    var items = new ArrayList<MatrixOps.Row>();
                    if (environment != null) {
                        items.add(rows.of(environment));
                    }
                    page.items().forEach(stored -> items.add(rows.of(stored)));
                    return new Matrix(view.shared(), methods, items, page.next());
                }));
    }

    private Future<List<String>> methods(List<Use> uses) {
        return locks.methods().map(locked -> {
            var methods = new TreeSet<>(VkMethods.known());
            methods.addAll(locked);
            uses.forEach(use -> methods.add(use.method()));
            return methods.stream().limit(MAX_METHODS).toList();
        });
    }
}
