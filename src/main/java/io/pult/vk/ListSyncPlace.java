package io.pult.vk;

import org.jspecify.annotations.Nullable;

/**
 * Where a list sync stands between two steps, and what it has learnt on the way.
 *
 * @param offset of the next page
 * @param batch pages that go into one {@code execute} as far as is known
 * @param calm steps of a single page left, because {@code execute} has just not worked
 * @param rewind how far the last step went back because the list had become shorter; 0: it did not
 * @param blank the page before was empty, so that nothing joins the next one to it
 */
record ListSyncPlace(long offset, int batch, int calm, long rewind, boolean blank) {
    private static final int CALM = 8;

    /** @param cursor as {@link #text} made it; absent at the beginning */
    static ListSyncPlace of(@Nullable String cursor, int batch) {
        if (cursor == null) {
            return new ListSyncPlace(0, batch, 0, 0, false);
        }
        String[] parts = cursor.split(" ", -1);
        return new ListSyncPlace(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]),
                parts[4].equals("1"));
    }

    String text() {
        return offset + " " + batch + " " + calm + " " + rewind + " " + (blank ? 1 : 0);
    }

    /** How many pages to read now: up to the one that should reach the end. */
    int pages(ListSyncSource source, @Nullable Long count) {
        if (count == null || calm > 0) {
            return 1;
        }
        long more = Math.max(0, count - offset - source.page());
        return (int) Math.min(batch, 1 + (more + source.stride() - 1) / source.stride());
    }

    /** A whole batch went through: the next may be a little larger. */
    ListSyncPlace grown(int most) {
        return new ListSyncPlace(offset, Math.min(most, batch + 1), 0, rewind, blank);
    }

    /** VK did not take more than so many pages at once. */
    ListSyncPlace shrunk(int pages) {
        return new ListSyncPlace(offset, pages, 0, rewind, blank);
    }

    /** Not even a part of so many pages went through: single ones for a while. */
    ListSyncPlace calmed(int pages) {
        return new ListSyncPlace(offset, Math.max(2, pages / 2), CALM, rewind, blank);
    }

    /** A page was asked for by itself. */
    ListSyncPlace single() {
        return new ListSyncPlace(offset, batch, Math.max(0, calm - 1), rewind, blank);
    }

    ListSyncPlace at(long offset, boolean blank) {
        return new ListSyncPlace(offset, batch, calm, 0, blank);
    }

    /** Back by more than the last time: at the list's beginning at the latest, nothing has to be joined. */
    ListSyncPlace back(long from, long overlap) {
        long by = Math.max(overlap * 2, rewind * 2);
        return new ListSyncPlace(Math.max(0, from - by), batch, calm, by, false);
    }
}
