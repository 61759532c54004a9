package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.RawJson;
import io.pult.contract.vk.ListSync.Target;
import io.pult.vk.ListSyncSource.Entry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list, as VK gave it.
 *
 * @param offset at which it was asked for
 * @param size items that were asked for: fewer than usual where VK had timed out over more
 * @param count of the whole list at that moment
 */
record ListSyncPage(long offset, long size, long count, List<Entry> items) {

    /** @throws Failure UPSTREAM {@code vk.unexpected_answer} */
    static ListSyncPage read(ListSyncSource source, Target target, long offset, long size, RawJson response) {
        try {
            return page(source, target, offset, size, new JsonObject(response.text()));
        } catch (RuntimeException e) {
            throw ListSyncFaults.unexpected(source.method());
        }
    }

    /**
     * The pages of an {@code execute}, up to the first that failed in there.
     *
     * @throws Failure UPSTREAM {@code vk.unexpected_answer}
     */
    static List<ListSyncPage> readAll(ListSyncSource source, Target target, long offset, RawJson response) {
        var pages = new ArrayList<ListSyncPage>();
        try {
            for (Object slot : new JsonArray(response.text())) {
                if (!(slot instanceof JsonObject page)) {
                    return pages;
                }
                pages.add(page(source, target, offset + pages.size() * source.stride(), source.page(), page));
            }
        } catch (RuntimeException e) {
            throw ListSyncFaults.unexpected(source.method());
        }
        return pages;
    }

    private static ListSyncPage page(ListSyncSource source, Target target, long offset, long size, JsonObject page) {
        var items = new ArrayList<Entry>();
        for (Object item : page.getJsonArray("items")) {
            items.add(source.entry(item, target));
        }
        return new ListSyncPage(offset, size, page.getLong("count"), items);
    }
}
