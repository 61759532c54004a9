package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.vk.ListSync;
import io.pult.infra.Pg;
import io.pult.vk.ListSyncReader.Reading;
import io.pult.vk.ListSyncSource.Entry;
import io.pult.vk.ListSyncStore.Stored;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This concern's part of the job {@code list_sync}. A step is known by its number: what it read, and that it was done,
 * stand in one statement, and whoever asks for it again is given what it gave.
 */
final class ListSyncSteps {
    private static final Logger log = LoggerFactory.getLogger(ListSyncSteps.class);

    static final String KIND = "list_sync";

    /** More would outgrow what a table of results is for; VK's largest communities are longer. */
    static final long MOST_ITEMS = 5_000_000;

    private static final String SYNC = "sync";

    private final Pg pg;
    private final ListSyncReader reader;

    ListSyncSteps(Pg pg, ListSyncReader reader) {
        this.pg = pg;
        this.reader = reader;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(JobStep.of("vk", KIND), this::step);
    }

    static Map<String, Object> args(UUID sync) {
        return Map.of(SYNC, sync.toString());
    }

    Future<JobStep.Result> step(JobStep step, Call call) {
        UUID id = UUID.fromString(String.valueOf(step.args().get(SYNC)));
        return new ListSyncStore(pg)
                .find(id)
                .map(found -> found.orElseThrow(ListSyncFaults::gone))
                .compose(stored -> stored.step() == step.step() ? walk(stored, step, call) : repeated(stored, step));
    }

    private static Future<JobStep.Result> repeated(Stored stored, JobStep step) {
        if (stored.step() != step.step() + 1) {
            return Future.failedFuture(Failure.conflict(
                    "list_sync.out_of_step", "The list sync is at another step than the job that reads it"));
        }
        return Future.succeededFuture(result(stored));
    }

    private static JobStep.Result result(Stored stored) {
        return new JobStep.Result(
                stored.cursor(), stored.lastDone(), stored.sync().count());
    }

    private Future<JobStep.Result> walk(Stored stored, JobStep step, Call call) {
        ListSync sync = stored.sync();
        ListSyncSource source = ListSyncSource.of(sync.kind());
        ListSyncPlace from = ListSyncPlace.of(stored.cursor(), source.batch(sync.target()));
        return reader.read(sync, from, call)
                .map(ListSyncSteps::bounded)
                .compose(reading -> joined(sync.id(), reading).map(joined -> ListSyncGain.of(source, reading, joined)))
                .onSuccess(gain -> noteRewind(sync, gain))
                .compose(gain -> pg.tx(tx -> new ListSyncStore(tx).advance(sync.id(), step, gain)))
                .compose(written -> written.<Future<JobStep.Result>>map(now -> Future.succeededFuture(end(now)))
                        .orElseGet(() -> overtaken(step, sync.id())));
    }

    private static void noteRewind(ListSync sync, ListSyncGain gain) {
        ListSyncPlace next = gain.next();
        if (next != null && next.rewind() > 0) {
            log.atInfo()
                    .addKeyValue("sync", sync.id())
                    .addKeyValue("offset", next.offset())
                    .log("a list became shorter while it was read; going back");
        }
    }

    private static JobStep.Result end(Stored now) {
        if (now.sync().state() == ListSync.State.SUCCEEDED) {
            log.atInfo()
                    .addKeyValue("sync", now.sync().id())
                    .addKeyValue("items", now.sync().items())
                    .log("a list sync is complete");
        }
        return result(now);
    }

    private static Reading bounded(Reading reading) {
        for (ListSyncPage page : reading.pages()) {
            if (page.count() > MOST_ITEMS || page.offset() > MOST_ITEMS) {
                throw ListSyncFaults.tooLong(MOST_ITEMS);
            }
        }
        return reading;
    }

    private Future<Boolean> joined(UUID id, Reading reading) {
        ListSyncPage first = reading.pages().get(0);
        if (first.offset() == 0 || first.items().isEmpty()) {
            return Future.succeededFuture(false);
        }
        List<Long> keys = first.items().stream().map(Entry::key).toList();
        return new ListSyncItemStore(pg).holdsOneOf(id, keys);
    }

    /** The same step was asked of two nodes and the other was first, or the sync was deleted meanwhile. */
    private Future<JobStep.Result> overtaken(JobStep step, UUID id) {
        Future<Optional<Stored>> found = new ListSyncStore(pg).find(id);
        return found.map(stored -> stored.orElseThrow(ListSyncFaults::gone)).compose(stored -> repeated(stored, step));
    }
}
