package io.pult.playground.telegram.dc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The faults that are ordered of a data centre. On any thread; at each moment the oldest order that fits is carried out. */
public final class Faults {
    private static final int MOST = 1_000;

    private final CopyOnWriteArrayList<Order> orders = new CopyOnWriteArrayList<>();

    /** One order, to be taken back with {@link Faults#cancel}. */
    public static final class Order {
        private final Fault fault;
        private final int value;
        private final int port;
        private final AtomicInteger left;
        private final boolean standing;

        private Order(Fault fault, int value, int port, int times) {
            this.fault = fault;
            this.value = value;
            this.port = port;
            this.left = new AtomicInteger(times);
            this.standing = times == 0;
        }

        public Fault fault() {
            return fault;
        }

        /** What is left of it; 0 for one that stands until it is taken back. */
        public int left() {
            return left.get();
        }

        int value(int otherwise) {
            return value == 0 ? otherwise : value;
        }

        private boolean take() {
            return standing || left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    /** The next {@code times} occasions, on any connection. */
    public Order next(int times, Fault fault, int value) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault is ordered once at least");
        }
        return add(new Order(fault, value, 0, times));
    }

    public Order next(Fault fault) {
        return next(1, fault, 0);
    }

    /** The next {@code times} occasions on the connection of that client port; 0 times: each. */
    public Order on(int clientPort, int times, Fault fault, int value) {
        return add(new Order(fault, value, clientPort, times));
    }

    /** Each occasion, until it is taken back. */
    public Order always(Fault fault, int value) {
        return add(new Order(fault, value, 0, 0));
    }

    public void cancel(Order order) {
        orders.remove(order);
    }

    public void clear() {
        orders.clear();
    }

    /** What is ordered and not carried out. */
    public List<Order> pending() {
        return List.copyOf(orders);
    }

    @Nullable
    Order take(Fault.Moment moment, int clientPort) {
        if (orders.isEmpty()) {
            return null;
        }
        for (Order order : orders) {
            if (order.fault.moment == moment && (order.port == 0 || order.port == clientPort) && order.take()) {
                if (!order.standing && order.left() == 0) {
                    orders.remove(order);
                }
                return order;
            }
        }
        return null;
    }

    private Order add(Order order) {
        if (orders.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " faults are ordered");
        }
        orders.add(order);
        return order;
    }
}
