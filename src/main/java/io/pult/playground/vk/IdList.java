package io.pult.playground.vk;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** Ids in the order in which they came, each once: members of a group, people who like a post. 8 bytes an id. */
final class IdList {
    /** In which {@link #page} counts. */
    enum Order {
        ID_ASC,
        ID_DESC,
        TIME_ASC,
        TIME_DESC
    }

    private long[] ids;
    private int size;
    /** The same by number; made when it is asked for, dropped when the list changes. */
    private long[] sorted = {};

    private IdList(long[] ids) {
        this.ids = ids;
        this.size = ids.length;
    }

    static IdList empty() {
        return new IdList(new long[0]);
    }

    /** Ids one by one and then the first {@code crowd} people of the {@link VkCrowd}. */
    static IdList of(Collection<Long> ids, int crowd) {
        Set<Long> once = new LinkedHashSet<>(ids);
        once.removeIf(id -> id >= VkCrowd.FIRST && id < VkCrowd.FIRST + crowd);
        return new IdList(LongStream.concat(
                        once.stream().mapToLong(Long::longValue),
                        LongStream.range(VkCrowd.FIRST, VkCrowd.FIRST + crowd))
                .toArray());
    }

    IdList without(long id) {
        return new IdList(
                LongStream.of(ids).limit(size).filter(each -> each != id).toArray());
    }

    int size() {
        return size;
    }

    boolean contains(long id) {
        return Arrays.binarySearch(sorted(), id) >= 0;
    }

    /** @return whether it was new */
    boolean add(long id) {
        if (indexOf(id) >= 0) {
            return false;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(8, size * 2));
        }
        ids[size++] = id;
        sorted = new long[0];
        return true;
    }

    /** @return whether it was there */
    boolean remove(long id) {
        int at = indexOf(id);
        if (at < 0) {
            return false;
        }
        System.arraycopy(ids, at + 1, ids, at, --size - at);
        sorted = new long[0];
        return true;
    }

    /** At most {@code count} ids after the first {@code offset}. */
    long[] page(Order order, int offset, int count) {
        int from = Math.min(offset, size);
        int length = Math.min(count, size - from);
        boolean byId = order == Order.ID_ASC || order == Order.ID_DESC;
        boolean backwards = order == Order.ID_DESC || order == Order.TIME_DESC;
        long[] source = byId ? sorted() : ids;
        long[] page = new long[length];
        for (int i = 0; i < length; i++) {
            page[i] = source[backwards ? size - 1 - from - i : from + i];
        }
        return page;
    }

    /** Unsorted, since a list that changes would be sorted again for each change. */
    private int indexOf(long id) {
        for (int at = 0; at < size; at++) {
            if (ids[at] == id) {
                return at;
            }
        }
        return -1;
    }

    private long[] sorted() {
        if (sorted.length != size) {
            sorted = Arrays.copyOf(ids, size);
            Arrays.sort(sorted);
        }
        return sorted;
    }
}
