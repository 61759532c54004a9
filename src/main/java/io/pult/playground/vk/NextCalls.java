package io.pult.playground.vk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to the next calls, set by the admin channel. Orders are used up in the sequence in which they were
 * given, one for a call.
 */
final class NextCalls<T> {
    static final int MAX_ORDERS = 1_000;

    private final List<Order<T>> orders = new ArrayList<>();

    void add(Target target, T what, int times) {
        if (orders.size() >= MAX_ORDERS) {
            throw new BadAdminInput("times", "cannot be ordered: " + MAX_ORDERS + " orders are waiting already");
        }
        orders.add(new Order<>(target, what, times));
    }

    /** What is to happen to this call, or null; uses the order up by one. */
    @Nullable
    T take(@Nullable String token, String method) {
        return take(token, method, false);
    }

    /**
     * The same for a call inside {@code execute}, which is hit only by an order that names its method: an order for any
     * method means the call that came over the wire.
     */
    @Nullable
    T takeInside(String token, String method) {
        return take(token, method, true);
    }

    void clear() {
        orders.clear();
    }

    private @Nullable T take(@Nullable String token, String method, boolean inside) {
        for (Iterator<Order<T>> each = orders.iterator(); each.hasNext(); ) {
            Order<T> order = each.next();
            if (order.target.covers(token, method) && !(inside && order.target.method() == null)) {
                if (--order.left == 0) {
                    each.remove();
                }
                return order.what;
            }
        }
        return null;
    }

    /** Which calls; null means any. */
    record Target(@Nullable String token, @Nullable String method) {
        boolean covers(@Nullable String calledWith, String called) {
            return (token == null || token.equals(calledWith)) && (method == null || method.equals(called));
        }
    }

    private static final class Order<T> {
        private final Target target;
        private final T what;
        private int left;

        private Order(Target target, T what, int times) {
            this.target = target;
            this.what = what;
            this.left = times;
        }
    }
}
