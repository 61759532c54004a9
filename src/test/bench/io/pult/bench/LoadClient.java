package io.pult.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Loads one or more servers from one thread, without pipelining, and checks every answer. It does what a load balancer
 * does: takes turns, gives a connection up when the server says so, and turns to another server when one refuses or is
 * not healthy. It repeats nothing that was written.
 *
 * <p>An open pace is kept to a millisecond: finer would mean to spin, on a core that the server needs.
 */
final class LoadClient {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long SWEEP = TimeUnit.MILLISECONDS.toNanos(200);

    private final Pace pace;
    private final int connections;
    private final List<Target> targets;
    private final Selector selector;
    private final Histogram latency = new Histogram(1, TimeUnit.MINUTES.toMicros(1), 3);
    private int turn;
    private int busy;
    private long answered;
    private long wrong;
    private long lost;
    private long refused;
    private String trouble = "";
    private long swept;

    private LoadClient(Pace pace, int connections, List<Target> targets, Selector selector) {
        this.pace = pace;
        this.connections = connections;
        this.targets = targets;
        this.selector = selector;
    }

    /** @param connections to each target, at most */
    static Load run(Pace pace, int connections, List<Target> targets) throws IOException {
        targets.forEach(Target::reset);
        try (Selector selector = Selector.open()) {
            var client = new LoadClient(pace, connections, targets, selector);
            try {
                return client.run();
            } finally {
                for (SelectionKey key : selector.keys()) {
                    ((Connection) key.attachment()).close();
                }
            }
        }
    }

    private Load run() throws IOException {
        long began = System.nanoTime();
        pace.begin(began);
        long now = began;
        while (busy > 0 || !pace.over(now)) {
            send(now);
            selector.select(this::progress, pace.rest(now));
            now = System.nanoTime();
            if (now - swept > SWEEP) {
                swept = now;
                giveUpOverdue(now);
            }
        }
        return new Load(answered, wrong, lost, refused, (now - began) / 1e9, latency, trouble);
    }

    private void send(long now) {
        while (pace.due(now)) {
            Connection connection = idle(now);
            if (connection == null) {
                return;
            }
            busy++;
            try {
                connection.send(pace.take(now), now);
            } catch (IOException e) {
                lose(connection, e);
            }
        }
    }

    /** In turn; when there is none it opens one, which will be idle a little later. */
    private @Nullable Connection idle(long now) {
        for (int i = 0; i < targets.size(); i++) {
            turn = (turn + 1) % targets.size();
            Target target = targets.get(turn);
            if (!target.usable(now)) {
                continue;
            }
            Connection connection = target.idle().poll();
            if (connection != null) {
                return connection;
            }
            if (target.connections() < connections) {
                open(target, now);
            }
        }
        return null;
    }

    private void open(Target target, long now) {
        try {
            Connection.open(target, selector);
            target.opened();
        } catch (IOException e) {
            refused++;
            target.avoid(now);
        }
    }

    private void progress(SelectionKey key) {
        var connection = (Connection) key.attachment();
        if (key.isConnectable()) {
            connect(connection);
        } else {
            receive(connection);
        }
    }

    private void connect(Connection connection) {
        try {
            connection.connected();
            connection.target().idle().add(connection);
        } catch (IOException e) {
            refused++;
            connection.target().avoid(System.nanoTime());
            drop(connection);
        }
    }

    private void receive(Connection connection) {
        try {
            if (!connection.receive()) {
                return;
            }
        } catch (IOException e) {
            if (connection.busy()) {
                lose(connection, e);
            } else {
                drop(connection);
            }
            return;
        }
        if (!connection.busy()) {
            note("an answer that nobody asked for: " + connection.answer().text());
            wrong++;
            drop(connection);
            return;
        }
        judge(connection);
        busy--;
        if (connection.answer().closes()) {
            drop(connection);
        } else {
            connection.rest();
            connection.target().idle().add(connection);
        }
    }

    private void judge(Connection connection) {
        if (connection.answer().isGood(connection.target().body())) {
            answered++;
            latency.recordValue(Math.max(1, (System.nanoTime() - connection.intended()) / 1_000));
        } else {
            wrong++;
            note(connection.answer().text());
        }
    }

    private void giveUpOverdue(long now) {
        for (SelectionKey key : selector.keys()) {
            var connection = (Connection) key.attachment();
            if (key.isValid() && connection.busy() && now - connection.sentAt() > PATIENCE) {
                lose(connection, new EOFException("no answer within ten seconds"));
            }
        }
    }

    private void lose(Connection connection, IOException cause) {
        busy--;
        lost++;
        note(connection.target().address() + " " + cause);
        drop(connection);
    }

    private void drop(Connection connection) {
        connection.target().closed(connection);
        try {
            connection.close();
        } catch (IOException e) {
            note("a connection that does not close: " + e);
        }
    }

    private void note(String what) {
        trouble = trouble.isEmpty() ? what : trouble;
    }
}
