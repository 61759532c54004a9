package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks the pool for the next pages of a list: as many as go into one {@code execute}, else one by itself. Whatever is
 * wrong with an {@code execute} is left to the single page to show, because only its error tells the pool about the token
 * and the method.
 */
final class ListSyncReader {
    /** Of a step's time, for writing down what was read. */
    private static final Duration RESERVE = Duration.ofSeconds(8);

    private final Bus bus;

    ListSyncReader(Bus bus) {
        this.bus = bus;
    }

    /**
     * @param pages at least one, in the order of their offsets
     * @param place from which they were read, with what was learnt about how many to ask for
     */
    record Reading(List<ListSyncPage> pages, ListSyncPlace place) {}

    Future<Reading> read(ListSync sync, ListSyncPlace from, Call call) {
        int pages = from.pages(ListSyncSource.of(sync.kind()), sync.count());
        return pages < 2 ? single(sync, from.single(), call) : batch(sync, from, pages, pages, call);
    }

    private Future<Reading> batch(ListSync sync, ListSyncPlace from, int wanted, int pages, Call call) {
        ListSyncSource source = ListSyncSource.of(sync.kind());
        return ask("execute", Map.of("code", code(sync, from.offset(), pages)), call)
                .transform(answered -> {
                    if (answered.failed()) {
                        return ListSyncFaults.tooMuch(answered.cause()) && pages > 3
                                ? batch(sync, from, wanted, pages / 2, call)
                                : single(sync, from.calmed(pages), call);
                    }
                    List<ListSyncPage> read = ListSyncPage.readAll(
                            source,
                            sync.target(),
                            from.offset(),
                            answered.result().response());
                    if (read.isEmpty()) {
                        return single(sync, from.calmed(pages), call);
                    }
                    return Future.succeededFuture(new Reading(
                            read, pages < wanted ? from.shrunk(pages) : from.grown(source.batch(sync.target()))));
                });
    }

    private Future<Reading> single(ListSync sync, ListSyncPlace from, Call call) {
        ListSyncSource source = ListSyncSource.of(sync.kind());
        return ask(source.method(), source.params(sync.target(), from.offset()), call)
                .recover(cause -> Future.failedFuture(ListSyncFaults.of(cause)))
                .map(answer -> {
                    Long reduced = answer.countReducedTo();
                    long size = reduced == null ? source.page() : reduced;
                    return new Reading(
                            List.of(ListSyncPage.read(source, sync.target(), from.offset(), size, answer.response())),
                            from);
                });
    }

    private static String code(ListSync sync, long offset, int pages) {
        ListSyncSource source = ListSyncSource.of(sync.kind());
        return IntStream.range(0, pages)
                .mapToObj(page -> source.params(sync.target(), offset + page * source.stride()))
                .map(params -> "API." + source.method() + "(" + new JsonObject(params).encode() + ")")
                .collect(Collectors.joining(",", "return [", "];"));
    }

    private Future<VkAnswer> ask(String method, Map<String, Object> params, Call call) {
        var within = new Call(
                call.principal(),
                call.requestId(),
                call.deadline() - RESERVE.toNanos(),
                call.address(),
                call.locale(),
                null);
        return bus.ask(VkCallOps.CALL, new VkCall(new VkCall.Body(method, Map.copyOf(params))), within);
    }
}
