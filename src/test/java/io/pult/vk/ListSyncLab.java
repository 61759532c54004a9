package io.pult.vk;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.RawJson;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.State;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps;
import io.pult.contract.vk.ListSyncOps.Item;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.infra.Backoff;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Lease;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.pult.jobs.JobsSettings;
import io.pult.jobs.JobsVerticle;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * List syncs and jobs on a real database, with a pool that answers as the test says: for what VK does that the stand-in
 * cannot be made to do between two calls. Blocks.
 */
final class ListSyncLab implements AutoCloseable {
    private static final Pattern INNER = Pattern.compile("API\\.([a-z]+\\.[A-Za-z]+)\\((\\{[^}]*})\\)");
    static final Call PERSON = Call.system("person", Duration.ofHours(1));

    private final Vertx vertx = Vertx.vertx();
    private final Path keys = newKeys();
    private final PgSettings postgres = PgSettings.of(TestStores.migrated().toString());
    final Bus bus = TestBus.on(vertx);
    final Pg pg = Pg.open(vertx, postgres);

    /** Methods that the pool was asked for, those inside {@code execute} not among them. */
    final List<VkCall.Body> asked = new CopyOnWriteArrayList<>();

    /** One page, by the parameters of its call: what VK has in {@code response}; a failure is thrown. */
    volatile Function<JsonObject, Object> page = params -> list(0, List.of());

    /** What happens to an {@code execute} of so many calls before it is answered; a failure is thrown. */
    volatile Function<Integer, @Nullable Object> execute = calls -> null;

    ListSyncLab() {
        VkRig.await(bus.serve(VkCallOps.CALL, this::answer));
        VkRig.await(new ListSyncHandlers(ground(lease("vk")), pg, new Idempotency(vertx, pg)).serve(new Ticker(vertx)));
    }

    /** From now on jobs are walked. */
    void walkJobs() {
        var quick = new JobsSettings(
                Duration.ofMillis(100),
                4,
                new Backoff(Duration.ofMillis(40), Duration.ofMillis(150), 4),
                Duration.ofSeconds(1),
                Duration.ofDays(30));
        VkRig.await(vertx.deployVerticle(new JobsVerticle(ground(lease("jobs")), quick)));
    }

    private Future<VkAnswer> answer(VkCall call, Call by) {
        asked.add(call.body());
        var params = new JsonObject(Map.copyOf(call.body().params()));
        Object response = call.body().method().equals("execute") ? inner(params.getString("code")) : page.apply(params);
        return Future.succeededFuture(
                new VkAnswer(new RawJson(text(response)), null, new VkCallOps.Account(null, "fake"), 1, 0, null, null));
    }

    private Object inner(String code) {
        var calls = new ArrayList<JsonObject>();
        var matcher = INNER.matcher(code);
        while (matcher.find()) {
            calls.add(new JsonObject(matcher.group(2)));
        }
        execute.apply(calls.size());
        var slots = new JsonArray();
        for (JsonObject params : calls) {
            try {
                slots.add(page.apply(params));
            } catch (Failure refused) {
                slots.add(false);
            }
        }
        return slots;
    }

    private static String text(Object response) {
        return response instanceof JsonObject object
                ? object.encode()
                : response instanceof JsonArray array ? array.encode() : String.valueOf(response);
    }

    /** The part of a list that a call is for. */
    static JsonObject part(List<?> all, JsonObject params) {
        int from = Math.min(all.size(), params.getInteger("offset"));
        return list(all.size(), all.subList(from, Math.min(all.size(), from + params.getInteger("count"))));
    }

    static JsonObject list(long count, List<?> items) {
        return new JsonObject().put("count", count).put("items", new JsonArray(List.copyOf(items)));
    }

    /** As the pool says what VK said. */
    static Failure refused(int code, String message) {
        return Failure.upstream("vk.refused", "VK refuses the call: " + message).with("error_code", code);
    }

    static ListSyncOps.Create members(String group) {
        return new ListSyncOps.Create(new ListSyncOps.Create.Body(
                Kind.GROUP_MEMBERS, new Target(group, null, null, null, null, null, null, null), null));
    }

    ListSync create(ListSyncOps.Create request) {
        return ask(ListSyncOps.CREATE, request);
    }

    ListSync get(UUID id) {
        return ask(ListSyncOps.GET, new ListSyncOps.Get(id));
    }

    ListSync until(UUID id, State state) {
        VkRig.eventually("the sync is " + state + " at last; it is " + get(id), () -> get(id).state() == state);
        return get(id);
    }

    Job job(UUID id) {
        return ask(JobsOps.GET, new JobsOps.JobId(id));
    }

    Job untilJob(UUID id, JobState state) {
        VkRig.eventually("the job is " + state + " at last; it is " + job(id), () -> job(id).state() == state);
        return job(id);
    }

    /** Asks for a step as the job would. */
    JobStep.Result step(UUID sync, UUID job, int number, @Nullable String cursor) {
        return ask(JobStep.of("vk", "list_sync"), new JobStep(job, number, cursor, Map.of("sync", sync.toString())));
    }

    List<Item> items(UUID id) {
        var items = new ArrayList<Item>();
        String cursor = null;
        do {
            var page = ask(ListSyncOps.EXPORT, new ListSyncOps.ExportItems(id, cursor));
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    List<Long> ids(UUID id) {
        return items(id).stream().map(Item::vkId).toList();
    }

    long rows(String table) {
        return VkRig.await(pg.query("SELECT count(*) AS n FROM " + table))
                .iterator()
                .next()
                .getLong("n");
    }

    <Q, R> R ask(Op<Q, R> op, Q request) {
        return VkRig.await(bus.ask(op, request, Call.system("test", Duration.ofSeconds(30))));
    }

    <Q, R> Failure failure(Op<Q, R> op, Q request) {
        return catchThrowableOfType(Failure.class, () -> ask(op, request));
    }

    private Lease lease(String name) {
        return VkRig.await(Lease.take(vertx, postgres, name, "here", InstantSource.system(), System::nanoTime));
    }

    private Ground ground(Lease lease) {
        return new Ground(
                UUID.randomUUID(),
                "test",
                bus,
                postgres,
                RedisSettings.of("redis://127.0.0.1:1"),
                Secrets.load(keys),
                lease,
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                new Outbox());
    }

    private static Path newKeys() {
        try {
            Path file = Files.createTempDirectory("pult-list-sync").resolve("keys");
            Secrets.generate(file);
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        VkRig.await(vertx.close());
    }
}
