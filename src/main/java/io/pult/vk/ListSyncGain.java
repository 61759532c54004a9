package io.pult.vk;

import io.pult.vk.ListSyncReader.Reading;
import io.pult.vk.ListSyncSource.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step's pages bring. Lists move while they are read: what comes in pushes the rest back, which shows as items
 * that are there already; what leaves pulls the rest forward, over the border between two pages, which would not show at
 * all. So pages overlap, and one that shares no item with what was read before it is not taken: the reading goes back
 * until one does. Whatever is in the list from the first page to the last is thereby read. An empty page before the end is
 * a hole of what VK hides, over which nothing can be joined.
 *
 * @param entries in the list's order; some may be there already
 * @param next absent at the end of the list: behind a page that is not full although it reaches VK's count
 * @param count of the whole list, as the last page had it
 */
record ListSyncGain(List<Entry> entries, @Nullable ListSyncPlace next, long count) {

    /** @param joined the first page holds an item that was read by an earlier step */
    static ListSyncGain of(ListSyncSource source, Reading reading, boolean joined) {
        ListSyncPlace place = reading.place();
        var entries = new ArrayList<Entry>();
        Set<Long> seen = new HashSet<>();
        long count = 0;
        boolean blank = place.blank();
        boolean first = true;
        for (ListSyncPage page : reading.pages()) {
            count = page.count();
            boolean joins = page.offset() == 0 || blank || (first && joined) || holdsOneOf(page, seen);
            boolean reachesEnd = page.offset() + page.size() >= count;
            if (!joins && (reachesEnd || !page.items().isEmpty())) {
                return new ListSyncGain(entries, place.back(page.offset(), source.overlap()), count);
            }
            for (Entry entry : page.items()) {
                if (seen.add(entry.key())) {
                    entries.add(entry);
                }
            }
            if (reachesEnd && page.items().size() < page.size()) {
                return new ListSyncGain(entries, null, count);
            }
            blank = page.items().isEmpty();
            first = false;
            place = place.at(page.offset() + page.size() - source.overlap(), blank);
        }
        return new ListSyncGain(entries, place, count);
    }

    private static boolean holdsOneOf(ListSyncPage page, Set<Long> keys) {
        return page.items().stream().anyMatch(entry -> keys.contains(entry.key()));
    }
}
