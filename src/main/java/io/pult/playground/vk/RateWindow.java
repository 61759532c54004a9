package io.pult.playground.vk;

import java.util.Arrays;

/** The calls admitted in a sliding second: a ring of moments that grows to what was used, 8 bytes a call. */
final class RateWindow {
    private long[] moments = new long[4];
    private int first;
    private int count;

    /**
     * Counts the call and says whether it fits. A refused call is not counted: a client that hammers would otherwise
     * never be admitted again.
     *
     * @param now in milliseconds
     * @param window in milliseconds
     */
    boolean admits(long now, int limit, int window) {
        while (count > 0 && moments[first] + window <= now) {
            first = first + 1 == moments.length ? 0 : first + 1;
            count--;
        }
        if (count >= limit) {
            return false;
        }
        if (count == moments.length) {
            grow();
        }
        int next = first + count;
        moments[next < moments.length ? next : next - moments.length] = now;
        count++;
        return true;
    }

    private void grow() {
        long[] grown = Arrays.copyOf(moments, moments.length * 2);
        System.arraycopy(moments, first, grown, 0, moments.length - first);
        System.arraycopy(moments, 0, grown, moments.length - first, first);
        moments = grown;
        first = 0;
    }
}
