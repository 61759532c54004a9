package io.pult.playground.telegram;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders that wait for calls; the oldest that fits a call is used first. */
final class Orders {
    private final List<Waiting> waiting = new ArrayList<>();

    private static final class Waiting {
        private final Order order;
        private int times;

        Waiting(Order order, int times) {
            this.order = order;
            this.times = times;
        }
    }

    void add(Order order, int times) {
        waiting.add(new Waiting(order, times));
    }

    /** What becomes of the call; null when nothing was ordered. */
    Order.@Nullable Effect take(String method, @Nullable Account caller) {
        if (waiting.isEmpty()) {
            return null;
        }
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (next.order.fits(method, caller)) {
                if (--next.times == 0) {
                    each.remove();
                }
                return next.order.effect();
            }
        }
        return null;
    }

    void clear() {
        waiting.clear();
    }
}
